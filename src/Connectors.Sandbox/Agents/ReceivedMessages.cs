using System.Buffers;
using System.Text.Json;

namespace Connectors.Sandbox.Agents;

/// <summary>What a sandbox received in one conversation, and a way to wait for it.</summary>
internal sealed class ReceivedMessages
{
    private readonly Lock _lock = new();
    private readonly List<JsonElement> _messages = [];
    private readonly ArrayBufferWriter<byte> _audio = new();
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Everything but audio, in order.</summary>
    public IReadOnlyList<JsonElement> Messages
    {
        get
        {
            lock (_lock)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>The user's audio so far.</summary>
    public byte[] Audio
    {
        get
        {
            lock (_lock)
            {
                return _audio.WrittenSpan.ToArray();
            }
        }
    }

    public void Add(JsonElement message) => Change(() => _messages.Add(message.Clone()));

    public void AddAudio(byte[] audio) => Change(() => _audio.Write(audio));

    /// <summary>Waits for the first message that fits.</summary>
    /// <param name="fits">Which one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<JsonElement> WaitForAsync(Func<JsonElement, bool> fits, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                foreach (var message in _messages.Where(fits))
                {
                    return message;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Waits for the first message of a type.</summary>
    /// <param name="type">Its <c>type</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<JsonElement> WaitForAsync(string type, CancellationToken cancellationToken) => WaitForAsync(
        message => message.TryGetProperty("type", out var value) && value.ValueKind == JsonValueKind.String && value.ValueEquals(type),
        cancellationToken);

    /// <summary>Waits until that much audio is there and returns all of it.</summary>
    /// <param name="bytes">How much.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<byte[]> WaitForAudioAsync(int bytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_audio.WrittenCount >= bytes)
                {
                    return _audio.WrittenSpan.ToArray();
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            change();
            changed = _changed;
            _changed = NewSignal();
        }

        changed.SetResult();
    }
}
