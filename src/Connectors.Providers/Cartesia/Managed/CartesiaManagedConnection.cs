using System.Text;
using System.Text.Json;
using Connectors.Events;
using Connectors.Providers.Cartesia.Managed.Dialog;
using Connectors.Providers.Cartesia.Managed.Wire;
using Connectors.Transport;

namespace Connectors.Providers.Cartesia.Managed;

/// <summary>One conversation.</summary>
internal sealed class CartesiaManagedConnection : DialogConnection
{
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(10);

    private readonly Base64Audio _decoder = new();
    private readonly Conversation _conversation;
    private readonly SessionSetup _setup;
    private readonly TimeProvider _time;
    private readonly TimeSpan _keepAliveInterval;
    private readonly ITimer _keepAlive;
    private long _heardFromUs;

    public CartesiaManagedConnection(
        ManagedTalk talk, AgentConnectionOptions options, IAgentListener listener, MessageSocketOptions socket, TimeSpan keepAliveInterval)
        : base("Cartesia", listener, CartesiaManagedCloses.Common)
    {
        _time = socket.Time;
        _keepAliveInterval = keepAliveInterval;
        _keepAlive = _time.CreateTimer(
            static connection => ((CartesiaManagedConnection)connection!).KeepAlive(), this, Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        _conversation = new(_time, TrySend);
        _setup = new(talk, options, _conversation);
        Start(socket, options.OpenTimeout);
    }

    protected override IDialog Dialog => _conversation;

    public override SendResult SendAudio(ReadOnlySpan<byte> audio)
    {
        if (!IsOpen)
        {
            return SendResult.NotOpen;
        }

        if (audio.Length % _conversation.Format.BytesPerSample != 0 || audio.Length > ClientMessages.MaximumAudioBytes)
        {
            return SendResult.Invalid;
        }

        Volatile.Write(ref _heardFromUs, _time.GetTimestamp());
        while (!audio.IsEmpty)
        {
            var piece = audio[..Math.Min(audio.Length, ClientMessages.MessageAudioBytes)];
            if (!Socket.TrySendMedia(ClientMessages.Audio(piece, _conversation.Format)))
            {
                return SendResult.NotOpen;
            }

            audio = audio[piece.Length..];
        }

        return SendResult.Accepted;
    }

    public override SendResult SendUserText(string text) => SendResult.NotSupported;

    public override SendResult AddContext(string text, string? key) => SendResult.NotSupported;

    public override SendResult Say(string text) => SendResult.NotSupported;

    public override SendResult Interrupt() => SendResult.NotSupported;

    public override SendResult NotifyUserActivity() => SendResult.NotSupported;

    public override void ReportPlayout(PlayoutReport report) => Send(() =>
    {
        _conversation.Turns.Report(report);
        return SendResult.Accepted;
    });

    public override SendResult SendToolResult(ToolResult result) => result.Result.Length > LongestText
        ? SendResult.Invalid
        : Send(() => _conversation.AddToolResult(result));

    public override SendResult SendRaw(string type, JsonElement data) => Send(() => RawCommands.Send(_conversation, type, data));

    protected override void OnOpened() => _setup.Begin();

    protected override void OnOver()
    {
        _keepAlive.Dispose();
        _conversation.Turns.Over();
    }

    protected override AgentEvent.Closed CloseOf(SocketEnd end) => CartesiaManagedCloses.OfSocket(end, _conversation.IsReady);

    protected override void Read(ReadOnlySpan<byte> message, bool isText)
    {
        if (!isText || !ServerMessage.TryRead(message, out var header))
        {
            OnMalformed();
        }
        else if (header.IsAudio)
        {
            OnAudio(header);
        }
        else
        {
            OnServerEvent(Encoding.UTF8.GetString(header.Type), message);
        }
    }

    private void OnServerEvent(string type, ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        var json = JsonElement.ParseValue(ref reader);
        lock (Gate)
        {
            if (_setup.Apply(type, json))
            {
                Volatile.Write(ref _heardFromUs, _time.GetTimestamp());
                _keepAlive.Change(_keepAliveInterval, Timeout.InfiniteTimeSpan);
            }

            ServerEvents.Apply(_conversation, type, json);

            // What an opening says is nobody's business, and ready comes first.
            if (_conversation.IsReady && type != "session_ready")
            {
                _conversation.Outbox.Add(new AgentEvent.Raw(type, ServerJson.WithoutType(message)));
            }
        }

        Deliver();
    }

    private void OnAudio(in ServerMessage output)
    {
        if (!_decoder.TryDecode(output.Audio, out var audio))
        {
            OnMalformed();
            return;
        }

        TurnId? turn;
        lock (Gate)
        {
            turn = _conversation.IsReady && audio.Length > 0 ? _conversation.Turns.TurnOfAudio() : null;
        }

        Deliver(turn, audio);
    }

    // There is no message for it, so a little silence shows that we are there.
    private void KeepAlive()
    {
        lock (Gate)
        {
            if (!IsOpen)
            {
                return;
            }

            var left = _keepAliveInterval - _time.GetElapsedTime(Volatile.Read(ref _heardFromUs));
            if (left <= TimeSpan.Zero)
            {
                TrySend(_conversation.SilenceOf(Silence));
                Volatile.Write(ref _heardFromUs, _time.GetTimestamp());
                left = _keepAliveInterval;
            }

            _keepAlive.Change(left > ShortestWait ? left : ShortestWait, Timeout.InfiniteTimeSpan);
        }
    }
}
