using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.OpenAI;

/// <summary>The socket of one session.</summary>
internal sealed class RealtimeSocket : AgentSocket
{
    private readonly TimeProvider _time;
    private readonly ClientEventReader _reader;

    public RealtimeSocket(WebSocket socket, OpenAISwitches options, string model, TimeProvider time)
        : base(socket, time)
    {
        _time = time;
        Session = new(options, model, time, Send);
        _reader = new(Session);
    }

    public RealtimeSession Session { get; }

    /// <inheritdoc/>
    public override async Task RunAsync(CancellationToken stop)
    {
        await using var expiry = _time.CreateTimer(
            static socket => ((RealtimeSocket)socket!).Expire(), this, Session.Options.SessionLimit, Timeout.InfiniteTimeSpan);
        if (Session.Options.IsUnreadableAtStart)
        {
            SendText("{");
        }

        if (!Session.Options.IsSilent)
        {
            Session.Begin();
        }

        await ExchangeAsync(Session, stop);
    }

    /// <summary>Ends the session as OpenAI does at its longest duration.</summary>
    public void Expire()
    {
        Session.Emit(new RealtimeError("session_expired", "Your session hit the maximum duration of 60 minutes.").ToEvent(null));
        Close(1001, string.Empty);
    }

    protected override void Take(ReadOnlySpan<byte> message) => _reader.Read(message);

    private void Send(JsonObject e) => SendText(e.ToJsonString());
}
