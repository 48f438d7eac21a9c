using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Deepgram;

/// <summary>The socket of one session, and the clocks of its life and of its client's silence.</summary>
internal sealed class DeepgramSocket : AgentSocket
{
    private readonly TimeProvider _time;
    private readonly ClientMessageReader _reader;
    private ITimer? _silence;

    public DeepgramSocket(WebSocket socket, DeepgramSwitches switches, TimeProvider time)
        : base(socket, time)
    {
        _time = time;
        Session = new(switches, time, Send, SendBinary);
        Session.Ending += status => Close(status, string.Empty);
        _reader = new(Session);
    }

    public AgentSession Session { get; }

    /// <inheritdoc/>
    public override async Task RunAsync(CancellationToken stop)
    {
        await using var expiry = Timer(Session.Switches.SessionLimit, Expire);
        await using var silence = Timer(Session.Switches.ClientTimeout, () => Session.Fail(AgentFault.TimedOut));
        _silence = silence;
        if (Session.Switches.IsUnreadableAtStart)
        {
            SendText("{");
        }

        if (!Session.Switches.IsSilent)
        {
            Session.Begin();
        }

        await ExchangeAsync(Session, stop);
    }

    /// <summary>Ends the session as at its longest duration: as Deepgram's voices do, for of agents it is not documented.</summary>
    public void Expire() => Close(1011, "NET-0003");

    protected override void Take(ReadOnlySpan<byte> message)
    {
        if ((IsText ? _reader.ReadText(message) : _reader.ReadAudio(message)) is { } fault)
        {
            Session.Fail(fault);
        }
        else if (!IsText || Session.Settings is null || IsKeepAlive())
        {
            // Only audio and KeepAlive are signs of life, once the session has begun.
            _silence!.Change(Session.Switches.ClientTimeout, Timeout.InfiniteTimeSpan);
        }
    }

    private bool IsKeepAlive() => (string?)Session.Received[^1]["type"] is "KeepAlive" or "Settings";

    private ITimer Timer(TimeSpan due, Action action) =>
        _time.CreateTimer(static action => ((Action)action!)(), action, due, Timeout.InfiniteTimeSpan);

    private void Send(JsonObject message) => SendText(message.ToJsonString());
}
