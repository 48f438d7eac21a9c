using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Cartesia;

/// <summary>The socket of one call, and the clock of its client's silence.</summary>
internal sealed class CallSocket : AgentSocket
{
    private readonly TimeProvider _time;
    private readonly ClientMessageReader _reader;
    private ITimer? _silence;

    public CallSocket(WebSocket socket, CartesiaSwitches switches, TimeProvider time)
        : base(socket, time)
    {
        _time = time;
        Session = new(switches, time, Send);
        Session.Ending += Close;
        _reader = new(Session);
    }

    public CallSession Session { get; }

    /// <inheritdoc/>
    public override async Task RunAsync(CancellationToken stop)
    {
        await using var silence = _time.CreateTimer(
            static socket => ((CallSocket)socket!).Close(CallClose.Idle), this, Session.Switches.IdleLimit, Timeout.InfiniteTimeSpan);
        _silence = silence;
        if (Session.Switches.IsUnreadableAtStart)
        {
            SendText("{");
        }

        await ExchangeAsync(Session, stop);
    }

    /// <summary>Sends what is queued, then closes.</summary>
    public void Close(CallClose close) => Close(close.Status, close.Reason);

    protected override void Take(ReadOnlySpan<byte> message)
    {
        _silence!.Change(Session.Switches.IdleLimit, Timeout.InfiniteTimeSpan);
        if ((IsText ? _reader.Read(message) : CallClose.Breach("binary messages are not supported")) is { } breach)
        {
            Close(breach);
        }
    }

    private void Send(JsonObject message) => SendText(message.ToJsonString());
}
