namespace Connectors.Core.Bridging;

/// <summary>
/// Takes what is said to the room. Until the room was joined for the first time it is kept for whoever is there: a session's next
/// process has the agent before it has the room. What is said while the room is lost is lost.
/// </summary>
internal sealed class RoomPost(Func<RoomSide?> room)
{
    // Coming in takes seconds, in which nobody says anything to the agent.
    private const int MostKept = 128;

    private readonly Queue<(string Topic, byte[] Message)> _kept = new();

    /// <summary>Messages that the room did not take.</summary>
    public long Lost { get; private set; }

    public void Send(string topic, ReadOnlySpan<byte> message)
    {
        if (room() is { HasBeenIn: true } joined)
        {
            Lost += joined.Send(topic, message) ? 0 : 1;
        }
        else if (_kept.Count < MostKept)
        {
            _kept.Enqueue((topic, message.ToArray()));
        }
        else
        {
            Lost++;
        }
    }

    /// <summary>The room is joined: what was kept is sent, in its order.</summary>
    public void Deliver()
    {
        while (_kept.TryDequeue(out var said))
        {
            Send(said.Topic, said.Message);
        }
    }
}
