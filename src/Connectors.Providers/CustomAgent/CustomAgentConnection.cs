using System.Net.WebSockets;
using System.Text.Json;
using Connectors.Events;
using Connectors.Providers.CustomAgent.Dialog;
using Connectors.Providers.CustomAgent.Wire;
using Connectors.Transport;

namespace Connectors.Providers.CustomAgent;

/// <summary>One conversation with a tenant's agent.</summary>
internal sealed class CustomAgentConnection : DialogConnection
{
    private readonly Conversation _conversation;
    private readonly HelloMessage _hello;

    public CustomAgentConnection(
        HelloMessage hello, AgentConnectionOptions options, IAgentListener listener, MessageSocketOptions socket)
        : base("The agent", listener, CustomAgentCloses.Common)
    {
        _hello = hello;
        _conversation = new(hello.Input, hello.Output, TrySend);
        if (hello.IsHistoryShortened)
        {
            _conversation.Warn("history-shortened", "The beginning of a long conversation was not carried over.");
        }

        Start(socket, options.OpenTimeout);
    }

    protected override IDialog Dialog => _conversation;

    public override SendResult SendAudio(ReadOnlySpan<byte> audio)
    {
        if (!IsOpen)
        {
            return SendResult.NotOpen;
        }

        if (audio.Length % _conversation.Input.BytesPerSample != 0 || audio.Length > HostMessages.MaximumAudioBytes)
        {
            return SendResult.Invalid;
        }

        return audio.IsEmpty || Socket.TrySendMedia(HostMessages.Audio(audio, _conversation.Input))
            ? SendResult.Accepted
            : SendResult.NotOpen;
    }

    public override SendResult SendUserText(string text) =>
        SendText(text, () => _conversation.Send(Can.UserTextTurn, () => HostMessages.UserText(text)));

    public override SendResult AddContext(string text, string? key) =>
        SendText(text, () => _conversation.Send(Can.ContextNotes, () => HostMessages.Context(text, key)));

    public override SendResult Say(string text) =>
        SendText(text, () => _conversation.Send(Can.Say != SayKind.None, () => HostMessages.Say(text)));

    public override SendResult Interrupt() => Send(() => _conversation.Send(Can.ClientInterrupt, HostMessages.Interrupt));

    public override SendResult NotifyUserActivity() => Send(() => _conversation.Send(Can.UserActivity, HostMessages.UserActivity));

    public override void ReportPlayout(PlayoutReport report) => Send(() =>
    {
        _conversation.Turns.Report(report);
        return _conversation.Send(Can.UsesPlayoutReports, () => HostMessages.Playout(report));
    });

    public override SendResult SendToolResult(ToolResult result) => result.Result.Length > LongestText
        ? SendResult.Invalid
        : Send(() => _conversation.AddToolResult(result));

    public override SendResult SendRaw(string type, JsonElement data) => Send(() => OwnMessages.Send(_conversation, type, data));

    protected override void OnOpened()
    {
        if (Socket.Subprotocol == CustomAgentConnector.Subprotocol)
        {
            TrySend(_hello.ToMessage());
        }
        else
        {
            _conversation.End(CustomAgentCloses.WrongSubprotocol);
        }
    }

    protected override AgentEvent.Closed CloseOf(SocketEnd end) => CustomAgentCloses.OfSocket(end, _conversation.IsReady);

    protected override (WebSocketCloseStatus Status, string Reason) FarewellOf(AgentEvent.Closed ending) =>
        CustomAgentCloses.FarewellOf(ending);

    protected override void Read(ReadOnlySpan<byte> message, bool isText)
    {
        if (!isText)
        {
            OnAudio(message);
        }
        else if (AgentMessage.TryRead(message, out var read))
        {
            OnText(read, message);
        }
        else
        {
            OnMalformed("The agent sent a text message that is no JSON object with a text as its type; it was ignored.");
        }
    }

    private AgentCapabilities Can => _conversation.Capabilities;

    private void OnText(AgentMessage read, ReadOnlySpan<byte> message)
    {
        lock (Gate)
        {
            if (!AgentEvents.TryApply(_conversation, read) && _conversation.IsReady)
            {
                _conversation.Outbox.Add(new AgentEvent.Raw(read.Type, ServerJson.WithoutType(message)));
            }
        }

        if (read.Fault is { } fault)
        {
            OnMalformed($"The agent's message {LenientJson.Name(read.Type)} was ignored: {fault}.");
        }
        else
        {
            Deliver();
        }
    }

    private void OnAudio(ReadOnlySpan<byte> audio)
    {
        TurnId? turn;
        bool isOutside;
        lock (Gate)
        {
            turn = _conversation.Turns.TurnOfAudio(out isOutside);
        }

        if (isOutside)
        {
            OnMalformed("The agent sent audio outside a turn; it was dropped.");
        }
        else
        {
            Deliver(audio.IsEmpty ? null : turn, audio);
        }
    }
}
