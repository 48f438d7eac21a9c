using Connectors.Core.Avatars;

namespace Connectors.Sandbox.LiveAvatar.Lite;

/// <summary>One thing to say: its chunks wait here until the avatar gets to it.</summary>
/// <param name="id">The client's event id, where told.</param>
/// <param name="arrived">When its first chunk came.</param>
internal sealed class Utterance(string? id, long arrived)
{
    private readonly List<byte[]> _held = [];

    public string? Id { get; } = id;

    public string TaskId { get; } = Guid.NewGuid().ToString();

    public long Arrived { get; } = arrived;

    /// <summary>Length of its first chunk.</summary>
    public TimeSpan? FirstChunk { get; private set; }

    /// <summary><c>speak_end</c> came.</summary>
    public bool IsEnded { get; set; }

    /// <summary>Its audio goes straight to the avatar's body.</summary>
    public bool IsReleased { get; private set; }

    /// <summary><c>speak_started</c> was told.</summary>
    public bool IsStarted { get; set; }

    public void Hold(byte[] pcm)
    {
        FirstChunk ??= AvatarLimits.Audio.DurationOf(pcm.Length);
        _held.Add(pcm);
    }

    /// <summary>Gives out what was held; from here on nothing is.</summary>
    public IReadOnlyList<byte[]> Release()
    {
        IsReleased = true;
        byte[][] held = [.. _held];
        _held.Clear();
        return held;
    }
}
