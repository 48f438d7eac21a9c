using System.Text;
using System.Text.Json;
using Connectors.Events;
using Connectors.Providers.OpenAI.Dialog;
using Connectors.Providers.OpenAI.Settings;
using Connectors.Providers.OpenAI.Wire;
using Connectors.Transport;

namespace Connectors.Providers.OpenAI;

/// <summary>One realtime session.</summary>
internal sealed class OpenAIRealtimeConnection : DialogConnection
{
    private readonly Conversation _conversation;
    private readonly SessionSetup _setup;
    private readonly Base64Audio _decoder = new();

    public OpenAIRealtimeConnection(
        OpenAIRealtimeSettings settings, AgentConnectionOptions options, IAgentListener listener, MessageSocketOptions socket)
        : base("OpenAI", listener, OpenAIRealtimeCloses.Common)
    {
        var instructions = Prompts.Fill(settings.Instructions, options.DynamicVariables);
        _conversation = new(settings, instructions, TrySend);
        _setup = new(settings, options, instructions, _conversation);
        Start(socket, options.OpenTimeout);
    }

    protected override IDialog Dialog => _conversation;

    public override SendResult SendAudio(ReadOnlySpan<byte> audio)
    {
        if (!IsOpen)
        {
            return SendResult.NotOpen;
        }

        if (audio.Length % Conversation.Format.BytesPerSample != 0 || audio.Length > ClientEvents.MaximumAudioBytes)
        {
            return SendResult.Invalid;
        }

        return audio.IsEmpty || Socket.TrySendMedia(ClientEvents.AppendAudio(audio, Conversation.Format))
            ? SendResult.Accepted
            : SendResult.NotOpen;
    }

    public override SendResult SendUserText(string text) => SendText(text, () => _conversation.AddUserText(text));

    public override SendResult AddContext(string text, string? key) => SendText(text, () => _conversation.AddNote(text, key));

    public override SendResult Say(string text) => SendText(text, () => _conversation.Say(text));

    public override SendResult Interrupt() => Send(() =>
    {
        _conversation.Interrupt();
        return SendResult.Accepted;
    });

    public override SendResult NotifyUserActivity() => SendResult.NotSupported;

    public override void ReportPlayout(PlayoutReport report) => Send(() =>
    {
        _conversation.Report(report);
        return SendResult.Accepted;
    });

    public override SendResult SendToolResult(ToolResult result) => result.Result.Length > LongestText
        ? SendResult.Invalid
        : Send(() => _conversation.AddToolResult(result));

    public override SendResult SendRaw(string type, JsonElement data) =>
        Send(() => RawCommands.Send(_conversation, type, data, message => Socket.TrySendMedia(message)));

    protected override AgentEvent.Closed CloseOf(SocketEnd end) => OpenAIRealtimeCloses.OfSocket(end);

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
            _setup.Apply(type, json);
            ServerEvents.Apply(_conversation, type, json);

            // The session holds the tenant's prompt and tools, which are none of a page's business; and ready comes first.
            if (_conversation.IsReady && type is not ("session.created" or "session.updated"))
            {
                _conversation.Outbox.Add(new AgentEvent.Raw(type, ServerJson.WithoutType(message)));
            }
        }

        Deliver();
    }

    private void OnAudio(in ServerMessage delta)
    {
        if (!_decoder.TryDecode(delta.Delta, out var audio))
        {
            OnMalformed();
            return;
        }

        TurnId? turn = null;
        lock (Gate)
        {
            if (audio.Length > 0 && _conversation.Turns.TurnOfAudio(delta.ResponseId, delta.ItemId, delta.ContentIndex) is { } open)
            {
                open.Bytes += audio.Length;
                turn = open.Id;
            }
        }

        Deliver(turn, audio);
    }
}
