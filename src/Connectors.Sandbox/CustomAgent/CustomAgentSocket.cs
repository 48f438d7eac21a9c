using System.Net.WebSockets;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.CustomAgent;

/// <summary>The socket of one conversation, and the clock of its life.</summary>
internal sealed class CustomAgentSocket : AgentSocket
{
    private readonly TimeProvider _time;

    public CustomAgentSocket(WebSocket socket, CustomAgentSwitches switches, KeptTalks kept, TimeProvider time)
        : base(socket, time)
    {
        _time = time;
        Talk = new(switches, kept, time, this);
    }

    public AgentTalk Talk { get; }

    /// <inheritdoc/>
    public override async Task RunAsync(CancellationToken stop)
    {
        await using var expiry = _time.CreateTimer(
            static socket => ((CustomAgentSocket)socket!).Expire(), this, Talk.Switches.SessionLimit, Timeout.InfiniteTimeSpan);
        await ExchangeAsync(Talk, stop);
    }

    /// <summary>Says that it will end the connection.</summary>
    public void GoAway(TimeSpan left) =>
        Talk.Emit(new() { ["type"] = "going_away", ["time_left_ms"] = (long)left.TotalMilliseconds });

    /// <summary>Ends the connection as at its limit.</summary>
    public void Expire() => Close(4410, "time limit");

    protected override void Take(ReadOnlySpan<byte> message)
    {
        var fault = !IsText ? Talk.Hear(message) : HostMessageReader.Read(message, out var read) ?? Talk.Take(read);
        if (fault is not null)
        {
            Close(4400, fault);
        }
    }
}
