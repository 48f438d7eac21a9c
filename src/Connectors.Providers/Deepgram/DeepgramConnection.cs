using System.Text.Json;
using Connectors.Events;
using Connectors.Providers.Deepgram.Dialog;
using Connectors.Providers.Deepgram.Settings;
using Connectors.Providers.Deepgram.Wire;
using Connectors.Transport;

namespace Connectors.Providers.Deepgram;

/// <summary>One session of a voice agent.</summary>
internal sealed class DeepgramConnection : DialogConnection
{
    // What an opening says is nobody's business, and ready comes first.
    private static readonly string[] Kept = ["Welcome", "SettingsApplied"];

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(10);

    private readonly Conversation _conversation;
    private readonly SessionSetup _setup;
    private readonly TimeProvider _time;
    private readonly TimeSpan _keepAliveInterval;
    private readonly ITimer _keepAlive;
    private long _heardFromUs;

    public DeepgramConnection(
        DeepgramSettings settings, AgentConnectionOptions options, IAgentListener listener, MessageSocketOptions socket,
        TimeSpan keepAliveInterval)
        : base("Deepgram", listener, DeepgramCloses.Common)
    {
        var instructions = Prompts.Fill(settings.Instructions, options.DynamicVariables);
        _time = socket.Time;
        _keepAliveInterval = keepAliveInterval;
        _keepAlive = _time.CreateTimer(
            static connection => ((DeepgramConnection)connection!).KeepAlive(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _conversation = new(instructions, _time, TrySend);
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

        if (audio.Length % _setup.Input.BytesPerSample != 0 || audio.Length > ClientMessages.MaximumAudioBytes)
        {
            return SendResult.Invalid;
        }

        if (audio.IsEmpty)
        {
            return SendResult.Accepted;
        }

        Volatile.Write(ref _heardFromUs, _time.GetTimestamp());
        return Socket.TrySendMedia(ClientMessages.Audio(audio, _setup.Input)) ? SendResult.Accepted : SendResult.NotOpen;
    }

    public override SendResult SendUserText(string text) => SendText(text, () => _conversation.AddUserText(text));

    public override SendResult AddContext(string text, string? key) => SendText(text, () => _conversation.AddNote(text, key));

    public override SendResult Say(string text) => SendText(text, () => _conversation.Say(text));

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

    protected override void OnOver() => _keepAlive.Dispose();

    protected override AgentEvent.Closed CloseOf(SocketEnd end) => DeepgramCloses.OfSocket(end, _conversation.IsReady);

    protected override void Read(ReadOnlySpan<byte> message, bool isText)
    {
        if (!isText)
        {
            OnAudio(message);
        }
        else if (ServerMessage.TryRead(message, out var type, out var json))
        {
            OnServerMessage(type, json, message);
        }
        else
        {
            OnMalformed();
        }
    }

    private void OnServerMessage(string type, JsonElement json, ReadOnlySpan<byte> message)
    {
        lock (Gate)
        {
            if (_setup.Apply(type, json))
            {
                Volatile.Write(ref _heardFromUs, _time.GetTimestamp());
                _keepAlive.Change(_keepAliveInterval, Timeout.InfiniteTimeSpan);
            }

            ServerEvents.Apply(_conversation, type, json);
            if (_conversation.IsReady && !Kept.Contains(type))
            {
                _conversation.Outbox.Add(new AgentEvent.Raw(type, ServerJson.WithoutType(message)));
            }
        }

        Deliver();
    }

    private void OnAudio(ReadOnlySpan<byte> audio)
    {
        TurnId? turn;
        lock (Gate)
        {
            turn = _conversation.IsReady && audio.Length > 0 ? _conversation.Turns.TurnOfAudio() : null;
        }

        Deliver(turn, audio);
    }

    // Once after each silence of ours, however long that is; while audio is sent, nothing has to be (Deepgram docs, "Agent Keep Alive").
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
                TrySend(ClientMessages.KeepAlive());
                Volatile.Write(ref _heardFromUs, _time.GetTimestamp());
                left = _keepAliveInterval;
            }

            _keepAlive.Change(left > ShortestWait ? left : ShortestWait, Timeout.InfiniteTimeSpan);
        }
    }
}
