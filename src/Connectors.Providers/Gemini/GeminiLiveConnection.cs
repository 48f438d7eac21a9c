using System.Text;
using System.Text.Json;
using Connectors.Events;
using Connectors.Providers.Gemini.Dialog;
using Connectors.Providers.Gemini.Settings;
using Connectors.Providers.Gemini.Wire;
using Connectors.Transport;

namespace Connectors.Providers.Gemini;

/// <summary>One connection of a conversation, which may go on over the next.</summary>
internal sealed class GeminiLiveConnection : DialogConnection
{
    private readonly Conversation _conversation;
    private readonly SessionSetup _setup;
    private readonly Base64Audio _decoder = new();

    public GeminiLiveConnection(
        GeminiLiveSettings settings, AgentConnectionOptions options, IAgentListener listener, MessageSocketOptions socket)
        : base("Gemini", listener, GeminiLiveCloses.Common)
    {
        _conversation = new(settings, socket.Time, TrySend);
        _setup = new(settings, options, _conversation);
        Start(socket, options.OpenTimeout);
    }

    protected override IDialog Dialog => _conversation;

    private GeminiLiveStage Stage => _conversation switch
    {
        { GoesAway: true } => GeminiLiveStage.GoingAway,
        { IsReady: true } => GeminiLiveStage.Live,
        _ => _setup.IsResuming ? GeminiLiveStage.Resuming : GeminiLiveStage.Opening,
    };

    public override SendResult SendAudio(ReadOnlySpan<byte> audio)
    {
        if (!IsOpen)
        {
            return SendResult.NotOpen;
        }

        if (audio.Length % Conversation.InputFormat.BytesPerSample != 0 || audio.Length > ClientMessages.MaximumAudioBytes)
        {
            return SendResult.Invalid;
        }

        return audio.IsEmpty || _conversation.HoldsAudio || Socket.TrySendMedia(ClientMessages.Audio(audio, Conversation.InputFormat))
            ? SendResult.Accepted
            : SendResult.NotOpen;
    }

    public override SendResult SendUserText(string text) => SendText(text, () => _conversation.AddUserText(text));

    public override SendResult AddContext(string text, string? key) => SendText(text, () => _conversation.AddNote(text, key));

    public override SendResult Say(string text) => SendText(text, () => _conversation.AddUserText(Prompts.Verbatim(text)));

    public override SendResult Interrupt() => Send(_conversation.Interrupt);

    public override SendResult NotifyUserActivity() => SendResult.NotSupported;

    // Gemini shortens what was interrupted by a clock of its own; there is no message for it.
    public override void ReportPlayout(PlayoutReport report) => Send(() =>
    {
        _conversation.Turns.Report(report);
        return SendResult.Accepted;
    });

    public override SendResult SendToolResult(ToolResult result) => result.Result.Length > LongestText
        ? SendResult.Invalid
        : Send(() => _conversation.AddToolResult(result));

    public override SendResult SendRaw(string type, JsonElement data) =>
        Send(() => RawCommands.Send(_conversation, type, data, message => Socket.TrySendMedia(message)));

    protected override void OnOpened() => _setup.Begin();

    protected override void OnOver() => _conversation.UserTranscript.Finish();

    protected override AgentEvent.Closed CloseOf(SocketEnd end) => GeminiLiveCloses.OfSocket(end, Stage);

    // Gemini sends its JSON in binary frames; text frames are as good.
    protected override void Read(ReadOnlySpan<byte> message, bool isText)
    {
        if (!ServerMessage.TryRead(message, out var header))
        {
            OnMalformed();
        }
        else if (header.IsAudio && _conversation.IsReady)
        {
            OnAudio(header.MimeType, header.Data);
        }
        else
        {
            OnServerMessage(message);
        }
    }

    private void OnServerMessage(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        var json = JsonElement.ParseValue(ref reader);
        lock (Gate)
        {
            ServerEvents.ApplyBeforeAudio(_conversation, _setup, json);
        }

        foreach (var blob in ServerEvents.Audio(json))
        {
            if (_conversation.IsReady && blob.Text("data") is { } data)
            {
                OnAudio(Encoding.UTF8.GetBytes(blob.Text("mimeType") ?? string.Empty), Encoding.UTF8.GetBytes(data));
            }
        }

        lock (Gate)
        {
            ServerEvents.ApplyAfterAudio(_conversation, json);
            if (_conversation.IsReady)
            {
                _conversation.Outbox.AddRange(RawMessages.Of(json));
            }
        }

        Deliver();
    }

    private void OnAudio(ReadOnlySpan<byte> mimeType, ReadOnlySpan<byte> base64)
    {
        if (!AudioType.IsOutput(mimeType))
        {
            lock (Gate)
            {
                _conversation.End(GeminiLiveCloses.WrongFormat);
            }

            return;
        }

        if (!_decoder.TryDecode(base64, out var audio))
        {
            OnMalformed();
            return;
        }

        TurnId? turn;
        lock (Gate)
        {
            turn = audio.Length > 0 ? _conversation.Turns.TurnOfAudio()?.Id : null;
        }

        Deliver(turn, audio);
    }
}
