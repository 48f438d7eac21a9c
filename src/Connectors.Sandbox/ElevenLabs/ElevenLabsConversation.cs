using System.Text.Json;
using Connectors.Audio;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.ElevenLabs;

/// <summary>One conversation of the sandbox: its opening, its limits and what the client sends.</summary>
internal sealed class ElevenLabsConversation : IAsyncDisposable
{
    private readonly ElevenLabsBehaviour _behaviour;
    private readonly ElevenLabsFaults _faults;
    private readonly ElevenLabsPlaces _places;
    private readonly ElevenLabsOpening _opening;
    private readonly ElevenLabsLimits _limits;
    private readonly CancellationTokenSource _over = new();
    private readonly EventIds _ids = new();
    private readonly ElevenLabsPings _pings;
    private readonly AudioFormat _input;
    private readonly EnergyTurnDetector _detector;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ElevenLabsConversation(
        ConversationSocket socket, ElevenLabsBehaviour behaviour, ElevenLabsFaults faults, ElevenLabsPlaces places, TimeProvider time)
    {
        Socket = socket;
        _behaviour = behaviour;
        _faults = faults;
        _places = places;
        _opening = new(this, behaviour, faults, places);
        _limits = new(this, behaviour, faults, time);
        _input = AudioFormat.TryParse(behaviour.InputFormat, out var format) ? format : AudioFormat.Pcm16(16_000);
        _detector = new(_input, behaviour.TurnDetection);
        _pings = new(this, _ids, behaviour, time);
        Agent = new(this, _ids, behaviour, time);
    }

    public string Id { get; } = $"conv_{Guid.NewGuid():N}";

    /// <summary>What the client sent.</summary>
    public ReceivedMessages Received { get; } = new();

    /// <summary>The side that talks.</summary>
    public ElevenLabsAgent Agent { get; }

    /// <summary>Completes when the metadata was sent.</summary>
    public Task Started => _started.Task;

    /// <summary>How it ended, or null.</summary>
    public ConversationEnd? End => Socket.End;

    /// <summary>Event ids of pongs received that fitted a ping.</summary>
    public int Pongs => _pings.Answered;

    public ConversationSocket Socket { get; }

    /// <summary>Runs to its end.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await using var breaking = stop.UnsafeRegister(static socket => ((ConversationSocket)socket!).Break(), Socket);
        var hasPlace = false;
        List<Task> companions = [];
        try
        {
            hasPlace = await _opening.TakePlaceAsync(_over.Token);
            if (hasPlace && await _opening.RunAsync() is { } data)
            {
                await BeginAsync(data, companions);
                await ReceiveAsync();
            }
            else
            {
                // The client answers our close.
                while (await Socket.ReceiveAsync() is not null)
                {
                }
            }
        }
        finally
        {
            if (hasPlace)
            {
                _places.Free();
            }

            await _over.CancelAsync();
            await Agent.DisposeAsync();
            await Task.WhenAll(companions);
            _started.TrySetResult();
        }
    }

    /// <summary>Sends an event, if the agent's owner ticked its type.</summary>
    public Task<bool> SendEventAsync(string type, string message)
    {
        var isOn = _behaviour.ClientEvents.Contains(type)
            || type is "conversation_initiation_metadata" or "ping" or "error" or "queue_status";
        return isOn
            ? Socket.SendAsync(_faults.UnknownEvents ? ElevenLabsMessages.WithUnknownMember(message) : message)
            : Task.FromResult(false);
    }

    /// <summary>Ends the conversation, with an error event before it unless it ends well.</summary>
    public async Task EndAsync(Refusal why)
    {
        if (why.Code == 0)
        {
            Socket.Reset();
            return;
        }

        if (why.Code != 1000 && _faults.ErrorShape != ErrorShape.None)
        {
            await SendEventAsync("error", ElevenLabsMessages.Error(_faults.ErrorShape, why.Code, why.ErrorType, why.Reason));
        }

        await Socket.CloseAsync(why.Code, why.Reason);
    }

    /// <summary>Reads the next message; what is no JSON object ends the conversation.</summary>
    public async Task<JsonElement?> ReadAsync()
    {
        while (await Socket.ReceiveAsync() is var (bytes, isText))
        {
            try
            {
                using var document = JsonDocument.Parse(isText ? bytes : default(ReadOnlyMemory<byte>));
                if (document.RootElement.ValueKind == JsonValueKind.Object)
                {
                    return document.RootElement.Clone();
                }
            }
            catch (JsonException)
            {
                // Refused below.
            }

            await EndAsync(Refusal.InvalidMessage("not a JSON object"));
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        _over.Dispose();
        Socket.Dispose();
    }

    private async Task BeginAsync(InitiationData data, List<Task> companions)
    {
        if (_faults.HugeMessageBytes > 0)
        {
            await Socket.SendAsync(ElevenLabsMessages.Huge(_faults.HugeMessageBytes));
        }

        if (_faults.UnknownEvents)
        {
            await Socket.SendAsync(ElevenLabsMessages.Unknown());
        }

        companions.Add(_pings.RunAsync(_over.Token));
        companions.Add(_limits.RunAsync(_over.Token));
        _started.TrySetResult();
        if (!_faults.NoMetadata)
        {
            Agent.Greet(data.FirstMessage);
        }
    }

    private async Task ReceiveAsync()
    {
        while (await ReadAsync() is { } message)
        {
            _limits.OnInput();
            var refusal = message.TryGetProperty("user_audio_chunk", out var audio)
                ? OnAudio(audio)
                : OnMessage(message);
            if (refusal is not null)
            {
                await EndAsync(refusal);
            }
        }
    }

    private Refusal? OnAudio(JsonElement audio)
    {
        if (audio.ValueKind != JsonValueKind.String || !audio.TryGetBytesFromBase64(out var bytes))
        {
            return Refusal.InvalidMessage("user_audio_chunk must be base64");
        }

        _behaviour.Arrivals?.Add(bytes);
        Received.AddAudio(bytes);
        foreach (var edge in _detector.Add(bytes))
        {
            Agent.OnUserSpeech(edge);
        }

        return null;
    }

    private Refusal? OnMessage(JsonElement message)
    {
        Received.Add(message);
        var type = message.TryGetProperty("type", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        switch (type)
        {
            case "pong":
                return _pings.OnPong(message);
            case "user_message":
                if (!message.TryGetProperty("text", out var text) || text.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
                {
                    return Refusal.InvalidMessage("user_message needs a text");
                }

                Agent.OnUserMessage();
                return null;
            case "client_tool_result":
                return Agent.OnToolResult(message);
            case "contextual_update":
                return message.TryGetProperty("text", out var note) && note.ValueKind == JsonValueKind.String
                    ? null
                    : Refusal.InvalidMessage("contextual_update needs a text");
            case "user_activity" or "feedback" or "mcp_tool_approval_result" or "multimodal_message":
                return null;
            default:
                return Refusal.InvalidMessage("unknown type");
        }
    }
}
