using System.Net.WebSockets;
using System.Text.Json;
using Connectors.Audio;
using Connectors.Events;
using Connectors.Transport;

namespace Connectors.Integration.Tests.Providers.Bare;

internal sealed class BareConnection : IAgentConnection, IMessageReceiver
{
    // Nothing marks a turn, so a pause does.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);
    private static readonly AudioFormat Format = AudioFormat.Pcm16(16_000);

    private readonly IAgentListener _listener;
    private readonly TimeProvider _time;
    private readonly MessageSocket _socket;
    private readonly Task _refusing;
    private readonly ITimer? _limit;
    private volatile bool _isReady;
    private Task _limitReached = Task.CompletedTask;
    private bool _timedOut;
    private long _lastAudio;
    private long _turn;

    public BareConnection(AgentEvent.Closed? failure, IAgentListener listener, MessageSocketOptions socket)
    {
        _listener = listener;
        _time = socket.Time;
        _socket = MessageSocket.Create(socket, this);
        _refusing = failure is null ? Task.CompletedTask : Task.Run(() => listener.OnEvent(failure));
        if (failure is null)
        {
            _limit = _time.CreateTimer(_ => OnLimit(), null, socket.OpenTimeout, Timeout.InfiniteTimeSpan);
            _socket.Start();
        }
    }

    public TimeSpan DroppedAudio => _socket.DroppedAudio;

    public SendResult SendAudio(ReadOnlySpan<byte> audio)
    {
        if (!_isReady || audio.Length % 2 != 0)
        {
            return _isReady ? SendResult.Invalid : SendResult.NotOpen;
        }

        var message = MessageBuffer.Rent(isText: false);
        audio.CopyTo(message.GetSpan(audio.Length));
        message.Advance(audio.Length);
        message.Audio = Format.DurationOf(audio.Length);
        return _socket.TrySendMedia(message) ? SendResult.Accepted : SendResult.NotOpen;
    }

    public SendResult SendUserText(string text) => SendResult.NotSupported;

    public SendResult AddContext(string text, string? key) => SendResult.NotSupported;

    public SendResult Say(string text) => SendResult.NotSupported;

    public SendResult Interrupt() => SendResult.NotSupported;

    public SendResult NotifyUserActivity() => SendResult.NotSupported;

    public void ReportPlayout(PlayoutReport report)
    {
        // Nobody wants to know.
    }

    public SendResult SendToolResult(ToolResult result) => SendResult.NotSupported;

    public SendResult SendRaw(string type, JsonElement data) => SendResult.NotSupported;

    public async Task CloseAsync()
    {
        await _socket.CloseAsync(TimeSpan.FromSeconds(2));
        await _refusing;
    }

    public async ValueTask DisposeAsync()
    {
        if (_limit is not null)
        {
            await _limit.DisposeAsync();
        }

        await _socket.DisposeAsync();
        await _limitReached;
        await _refusing;
    }

    public void OnOpened()
    {
        // The far side begins.
    }

    public void OnMessage(ReadOnlySpan<byte> message, bool isText)
    {
        if (isText)
        {
            OnText(message);
            return;
        }

        if (!_isReady || message.IsEmpty)
        {
            return;
        }

        if (_turn == 0 || _time.GetElapsedTime(_lastAudio) > Pause)
        {
            _listener.OnEvent(new AgentEvent.TurnStarted(new(++_turn)));
        }

        _lastAudio = _time.GetTimestamp();
        _listener.OnTurnAudio(new(_turn), message);
    }

    public void OnEnded(SocketEnd end)
    {
        _isReady = false;
        _listener.OnEvent((end.Kind, end.Status) switch
        {
            (SocketEndKind.ClosedByUs, _) when !_timedOut => new(CloseKind.EndedByHost, Retryable: false, "closed", "We ended it."),
            (SocketEndKind.ClosedByPeer, 1000) => new(CloseKind.EndedByAgent, Retryable: false, "1000", "The agent ended it."),
            (SocketEndKind.Refused, _) => new(CloseKind.Unauthorized, Retryable: false, "refused", "The agent refused us."),
            _ => new AgentEvent.Closed(CloseKind.Network, Retryable: true, "lost", "The connection was lost."),
        });
    }

    private void OnText(ReadOnlySpan<byte> message)
    {
        try
        {
            var reader = new Utf8JsonReader(message);
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("type", out var type)
                || type.ValueKind != JsonValueKind.String || type.GetString() is not { Length: > 0 } name)
            {
                return;
            }

            if (name == "ready" && !_isReady)
            {
                _isReady = true;
                _listener.OnEvent(new AgentEvent.Ready(string.Empty, Format, Format, new()));
                return;
            }

            var rest = document.RootElement.EnumerateObject().Where(member => member.Name != "type");
            var json = JsonSerializer.SerializeToUtf8Bytes(rest.DistinctBy(member => member.Name).ToDictionary(m => m.Name, m => m.Value));
            _listener.OnEvent(new AgentEvent.Raw(name, json));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Not for us.
        }
    }

    private void OnLimit()
    {
        if (!_isReady)
        {
            _timedOut = true;
            _limitReached = _socket.CloseAsync(TimeSpan.Zero, WebSocketCloseStatus.NormalClosure);
        }
    }
}
