using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Gemini;

/// <summary>The socket of one session, and the clock of its life.</summary>
internal sealed class GeminiSocket : AgentSocket
{
    private readonly TimeProvider _time;
    private readonly bool _isKeyGood;
    private readonly ClientMessageReader _reader;

    public GeminiSocket(WebSocket socket, GeminiSwitches switches, KeptConversations kept, bool isKeyGood, TimeProvider time)
        : base(socket, time)
    {
        _time = time;
        _isKeyGood = isKeyGood;
        Session = new(switches, kept, time, Send);
        Session.Closing += Close;
        _reader = new(Session);
    }

    public LiveSession Session { get; }

    /// <inheritdoc/>
    public override async Task RunAsync(CancellationToken stop)
    {
        var limit = Session.Switches.ConnectionLimit;
        var notice = Session.Switches.GoAwayNotice;
        await using var leaving = notice > TimeSpan.Zero
            ? Timer(limit - notice, () => Session.GoAway(notice < limit ? notice : limit))
            : null;
        await using var expiry = Timer(limit, () => Close(new(1000, string.Empty)));
        await ExchangeAsync(Session, stop);
    }

    /// <summary>Sends what is queued, then closes.</summary>
    public void Close(LiveFault fault) => Close(fault.Status, fault.Reason.Length <= 123 ? fault.Reason : fault.Reason[..123]);

    protected override void Take(ReadOnlySpan<byte> message)
    {
        if ((_isKeyGood ? _reader.Read(message) : LiveFault.BadKey) is { } fault)
        {
            Close(fault);
        }
        else if (Session.TimeLeft <= TimeSpan.Zero)
        {
            Close(new(1008, "The session exceeded its maximum duration."));
        }
    }

    private ITimer Timer(TimeSpan due, Action action) => _time.CreateTimer(
        static action => ((Action)action!)(), action, due > TimeSpan.Zero ? due : TimeSpan.Zero, Timeout.InfiniteTimeSpan);

    // Gemini's JSON comes in binary frames.
    private void Send(JsonObject message)
    {
        if (Session.Switches.SendsText)
        {
            SendText(message.ToJsonString());
        }
        else
        {
            SendBinary(Encoding.UTF8.GetBytes(message.ToJsonString()));
        }
    }
}
