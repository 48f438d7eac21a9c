using System.Globalization;
using System.Text.Json;
using Connectors.Sandbox.ElevenLabs;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.LiveAvatar.Lite;

namespace Connectors.Benchmarks.Latency;

/// <summary>From the provider to the avatar: a turn that begins with enough audio for its first chunk, then its interruption.</summary>
internal sealed class WayDown(LatencyStage stage)
{
    // A little more than the first chunk's 400 ms, as the resampler keeps some.
    private const int FirstAudioBytes = 16_000 * 2 * 42 / 100;
    private const int ChunkBytes = 24_000 * 2 * 4 / 10;

    private static readonly string FirstChunk = Convert.ToBase64String(new byte[ChunkBytes]);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>From the provider's send of a turn's first 420 ms until the avatar had its first chunk.</summary>
    public List<double> Speak { get; } = [];

    /// <summary>A message of the first chunk's size through the relay.</summary>
    public List<double> BareSpeak { get; } = [];

    /// <summary>From the provider's send of an interruption until the avatar was told.</summary>
    public List<double> Interrupt { get; } = [];

    /// <summary>The command itself through the relay.</summary>
    public List<double> BareInterrupt { get; } = [];

    private static TimeProvider Time => TimeProvider.System;

    public async Task RunAsync(int events, CancellationToken cancellationToken)
    {
        var audio = new byte[FirstAudioBytes];
        // The first one warms up and is not counted.
        for (var i = 0; i <= events; i++)
        {
            var id = 1_000 + i;
            var name = string.Create(CultureInfo.InvariantCulture, $"bare-{i}");
            var speak = await MeasureAsync(
                stage.Conversation, stage.Avatar, ElevenLabsMessages.Audio(id, audio), "agent.speak", cancellationToken);
            var interrupt = await MeasureAsync(
                stage.Conversation, stage.Avatar, ElevenLabsMessages.Interruption(id), "agent.interrupt", cancellationToken);
            var bareSpeak = await MeasureAsync(
                stage.Relay.Conversation, stage.Relay.Avatar, Chunk(name), "agent.speak", cancellationToken);
            var bareInterrupt = await MeasureAsync(
                stage.Relay.Conversation, stage.Relay.Avatar,
                JsonSerializer.Serialize(new { type = "agent.interrupt", event_id = name }), "agent.interrupt", cancellationToken);
            if (i > 0)
            {
                Speak.Add(speak);
                Interrupt.Add(interrupt);
                BareSpeak.Add(bareSpeak);
                BareInterrupt.Add(bareInterrupt);
            }
        }
    }

    /// <summary>The avatar's first chunk, ready to be passed on.</summary>
    /// <param name="id">Id of its utterance.</param>
    public static string Chunk(string id) => JsonSerializer.Serialize(new { type = "agent.speak", event_id = id, audio = FirstChunk });

    /// <summary>Milliseconds from the provider's send of a message until the avatar had what is wanted of it.</summary>
    public static async Task<double> MeasureAsync(
        ElevenLabsConversation from, SandboxSession to, string message, string wanted, CancellationToken cancellationToken)
    {
        await Task.Delay(Pause, Time, cancellationToken);
        var sent = Time.GetTimestamp();
        var arrival = to.Log.WaitAsync(
            record => record.Timestamp >= sent && record.Direction == LiteDirection.Received && record.Type == wanted, cancellationToken);
        await from.Socket.SendAsync(message);
        var record = await arrival.WaitAsync(Patience, Time, cancellationToken);
        return Time.GetElapsedTime(sent, record.Timestamp).TotalMilliseconds;
    }
}
