using System.Text;
using System.Text.Json;
using Connectors.Events;
using Connectors.Providers.Cartesia.Dialog;
using Connectors.Providers.Cartesia.Settings;
using Connectors.Providers.Cartesia.Wire;
using Connectors.Transport;

namespace Connectors.Providers.Cartesia;

/// <summary>One call.</summary>
internal sealed class CartesiaLineConnection : DialogConnection
{
    private readonly Base64Audio _decoder = new();
    private readonly Conversation _conversation;
    private readonly CallSetup _setup;

    public CartesiaLineConnection(
        CartesiaLineSettings settings, AgentConnectionOptions options, IAgentListener listener, MessageSocketOptions socket,
        TimeSpan turnPause)
        : base("Cartesia", listener, CartesiaLineCloses.Common)
    {
        _conversation = new(socket.Time, turnPause, TrySend);
        _setup = new(settings, options, _conversation);
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

        if (audio.IsEmpty)
        {
            return SendResult.Accepted;
        }

        var message = ClientMessages.Media(_conversation.MediaPrefix, audio, _conversation.Format);
        return Socket.TrySendMedia(message) ? SendResult.Accepted : SendResult.NotOpen;
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

    public override SendResult SendToolResult(ToolResult result) => SendResult.NotSupported;

    public override SendResult SendRaw(string type, JsonElement data) => Send(() => RawCommands.Send(_conversation, type, data));

    protected override void OnOpened() => _setup.Begin();

    protected override AgentEvent.Closed CloseOf(SocketEnd end) => CartesiaLineCloses.OfSocket(end, _conversation.IsReady);

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
            OnServerEvent(Encoding.UTF8.GetString(header.Event), message);
        }
    }

    private void OnServerEvent(string name, ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        var json = JsonElement.ParseValue(ref reader);
        lock (Gate)
        {
            _setup.Apply(name, json);
            if (_conversation.IsReady)
            {
                ServerEvents.Apply(_conversation, name);

                // What an opening says is nobody's business, and ready comes first.
                if (name != "ack")
                {
                    _conversation.Outbox.Add(new AgentEvent.Raw(name, ServerJson.Without("event"u8, message)));
                }
            }
        }

        Deliver();
    }

    private void OnAudio(in ServerMessage media)
    {
        if (!_decoder.TryDecode(media.Payload, out var audio))
        {
            OnMalformed();
            return;
        }

        TurnId? turn;
        lock (Gate)
        {
            turn = _conversation.IsReady && audio.Length > 0
                ? _conversation.Turns.TurnOfAudio(_conversation.Format.DurationOf(audio.Length))
                : null;
        }

        Deliver(turn, audio);
    }
}
