using Connectors.Benchmarks.Latency;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.ElevenLabs;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.LiveAvatar.Lite;

namespace Connectors.Benchmarks.Load;

/// <summary>One session's peers: its agent says 4 s every 10 s, in one go as providers do; the user is heard all the time.</summary>
internal sealed class LoadTalk(string id, ElevenLabsConversation conversation, SandboxSession avatar, AudioArrivals arrivals)
{
    private const int Rate = 16_000;

    // A little more than the avatar's first chunk, as the resampler keeps some.
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(420);
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private int _number = 1_000;

    public static TimeSpan Period { get; } = TimeSpan.FromSeconds(10);

    public string Id => id;

    /// <summary>Milliseconds from the provider's send of a turn's first 420 ms until the avatar had its first chunk.</summary>
    public List<double> Down { get; } = [];

    /// <summary>Turns of which the avatar did not get everything within the period.</summary>
    public int Incomplete { get; private set; }

    private static TimeProvider Time => TimeProvider.System;

    /// <summary>Milliseconds of each burst's arrival at the provider less its arrival at a bare listener.</summary>
    /// <param name="bare">When the bare listener had the bursts.</param>
    public List<double> Up(IReadOnlyList<long> bare) =>
        Bursts.Differences(bare, Bursts.Onsets(arrivals.Messages()), TimeSpan.FromMilliseconds(Bursts.PeriodFrames * 4), Time);

    /// <summary>Talks for whole periods.</summary>
    /// <param name="delay">Waits before, so that not all agents speak at once.</param>
    /// <param name="turns">How many turns.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task RunAsync(TimeSpan delay, int turns, CancellationToken cancellationToken)
    {
        await Task.Delay(delay, Time, cancellationToken);
        for (var i = 0; i < turns; i++)
        {
            var next = Task.Delay(Period, Time, cancellationToken);
            await TurnAsync(cancellationToken);
            await next;
        }
    }

    /// <summary>Says one turn; returns when the avatar has all of it.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task TurnAsync(CancellationToken cancellationToken)
    {
        var turn = ++_number;
        var sent = Time.GetTimestamp();
        var spoken = avatar.Log.WaitAsync(record => IsReceived(record, "agent.speak") && record.Timestamp >= sent, cancellationToken);
        var ended = avatar.Log.WaitAsync(record => IsReceived(record, "agent.speak_end") && record.Timestamp >= sent, cancellationToken);
        await conversation.Socket.SendAsync(ElevenLabsMessages.Audio(turn, Silence(First)));
        for (var rest = Turn - First; rest > TimeSpan.Zero; rest -= First)
        {
            await conversation.Socket.SendAsync(ElevenLabsMessages.Audio(turn, Silence(rest < First ? rest : First)));
        }

        await conversation.Socket.SendAsync(ElevenLabsMessages.Complete(turn));
        var first = await spoken.WaitAsync(Patience, Time, cancellationToken);
        Down.Add(Time.GetElapsedTime(sent, first.Timestamp).TotalMilliseconds);
        var end = await ended.WaitAsync(Patience, Time, cancellationToken);
        var bytes = avatar.Log.Records
            .Where(record => IsReceived(record, "agent.speak") && record.Timestamp >= sent && record.Timestamp <= end.Timestamp)
            .Sum(record => record.AudioBytes);
        // 24 kHz, 16 bit.
        Incomplete += bytes / 48_000.0 < Turn.TotalSeconds - 0.01 ? 1 : 0;
    }

    private static byte[] Silence(TimeSpan length) => new byte[(int)(length.TotalSeconds * Rate) * 2];

    private static bool IsReceived(LiteRecord record, string type) => record.Direction == LiteDirection.Received && record.Type == type;
}
