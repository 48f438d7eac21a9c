using System.Collections.Concurrent;
using System.Text.Json;

namespace Connectors.Sandbox.ElevenLabs;

/// <summary>Sends pings and checks the pongs.</summary>
/// <param name="conversation">Whose.</param>
/// <param name="ids">Event ids.</param>
/// <param name="behaviour">Interval and patience.</param>
/// <param name="time">Clock.</param>
internal sealed class ElevenLabsPings(ElevenLabsConversation conversation, EventIds ids, ElevenLabsBehaviour behaviour, TimeProvider time)
{
    private readonly ConcurrentDictionary<long, long> _open = new();
    private long? _milliseconds;

    public int Answered { get; private set; }

    public async Task RunAsync(CancellationToken over)
    {
        try
        {
            while (true)
            {
                var id = ids.Next();
                _open[id] = time.GetTimestamp();
                await conversation.SendEventAsync("ping", ElevenLabsMessages.Ping(id, _milliseconds));
                await Task.Delay(behaviour.PingInterval, time, over);
                if (behaviour.PongTimeout is { } patience && _open.Values.Any(sent => time.GetElapsedTime(sent) >= patience))
                {
                    await conversation.EndAsync(new(1002, "websocket_disconnect", "No pong received"));
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The conversation is over.
        }
    }

    public Refusal? OnPong(JsonElement message)
    {
        if (!message.TryGetProperty("event_id", out var value) || value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var id)
            || !_open.TryRemove(id, out var sent))
        {
            return Refusal.InvalidMessage("pong without its ping");
        }

        Answered++;
        _milliseconds = (long)time.GetElapsedTime(sent).TotalMilliseconds;
        return null;
    }
}
