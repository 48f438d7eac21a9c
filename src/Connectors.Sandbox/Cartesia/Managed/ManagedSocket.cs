using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Cartesia.Managed;

/// <summary>The socket of one conversation, and the clocks of its life and of its client's silence.</summary>
internal sealed class ManagedSocket : AgentSocket
{
    private readonly TimeProvider _time;
    private readonly ClientEventReader _reader;
    private ITimer? _silence;

    public ManagedSocket(WebSocket socket, CartesiaManagedSwitches switches, TimeProvider time)
        : base(socket, time)
    {
        _time = time;
        Session = new(switches, time, Send);
        Session.Failing += Fail;
        _reader = new(Session);
    }

    public ManagedSession Session { get; }

    /// <inheritdoc/>
    public override async Task RunAsync(CancellationToken stop)
    {
        await using var expiry = Timer(Session.Switches.SessionLimit, () => Fail(ManagedFault.HungUp));
        await using var creating = Timer(Session.Switches.CreateLimit, CheckCreated);
        await using var silence = Timer(Session.Switches.IdleLimit, () => Fail(ManagedFault.Idle));
        _silence = silence;
        if (Session.Switches.IsUnreadableAtStart)
        {
            SendText("{");
        }

        await ExchangeAsync(Session, stop);
    }

    /// <summary>Sends what is queued and the error, then closes if it is fatal.</summary>
    public void Fail(ManagedFault fault)
    {
        if (fault.ToEvent() is { } error)
        {
            Send(error);
        }

        if (fault.Status != 0)
        {
            Close(fault.Status, fault.Code is null ? fault.Message : string.Empty);
        }
    }

    protected override void Take(ReadOnlySpan<byte> message)
    {
        if ((IsText ? _reader.Read(message) : ManagedFault.Breach("binary messages are not supported")) is { } fault)
        {
            Fail(fault);
        }
        else
        {
            _silence!.Change(Session.Switches.IdleLimit, Timeout.InfiniteTimeSpan);
        }
    }

    private void CheckCreated()
    {
        if (Session.Create is null)
        {
            Fail(ManagedFault.Breach("session_create did not come in time"));
        }
    }

    private ITimer Timer(TimeSpan due, Action action) =>
        _time.CreateTimer(static action => ((Action)action!)(), action, due, Timeout.InfiniteTimeSpan);

    private void Send(JsonObject message) => SendText(message.ToJsonString());
}
