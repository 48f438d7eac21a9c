using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Connectors.Audio;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.ElevenLabs;

/// <summary>The side of the sandbox that talks: turns, interruptions, tools. Called by the conversation's one reader.</summary>
/// <param name="conversation">Whose.</param>
/// <param name="ids">Event ids.</param>
/// <param name="behaviour">What the agent says and how.</param>
/// <param name="time">Clock.</param>
internal sealed class ElevenLabsAgent(ElevenLabsConversation conversation, EventIds ids, ElevenLabsBehaviour behaviour, TimeProvider time)
    : IAsyncDisposable
{
    private static readonly TimeSpan StragglerTime = TimeSpan.FromMilliseconds(50);

    private readonly AudioFormat _format =
        AudioFormat.TryParse(behaviour.OutputFormat, out var format) ? format : AudioFormat.Pcm16(16_000);

    private readonly BurstSender _sender = new(behaviour.Pace, time);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _calls = new();
    private Reply? _current;
    private int _userTurn;
    private TimeSpan _speechBegan;
    private Task _work = Task.CompletedTask;

    /// <summary>Begins the first turn, if there is one.</summary>
    /// <param name="firstMessage">The client's override: null for the agent's own, empty for none.</param>
    public void Greet(string? firstMessage)
    {
        var greeting = firstMessage is null ? behaviour.Script.Greeting
            : firstMessage.Length > 0 ? new AgentReply { Text = firstMessage } : null;
        if (greeting is not null)
        {
            Start(greeting, ids.Next());
        }
    }

    public void OnUserSpeech(SpeechEdge edge) => _work = OnUserSpeechAsync(_work, edge);

    /// <summary>A text counts as a turn of the user: it interrupts and is answered.</summary>
    public void OnUserMessage() => _work = OnUserMessageAsync(_work);

    public Refusal? OnToolResult(JsonElement message)
    {
        if (!message.TryGetProperty("tool_call_id", out var id) || id.ValueKind != JsonValueKind.String
            || !message.TryGetProperty("result", out var result) || result.ValueKind != JsonValueKind.String
            || !message.TryGetProperty("is_error", out var isError) || isError.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            return Refusal.InvalidMessage("client_tool_result needs tool_call_id, result (a string) and is_error");
        }

        if (_calls.TryRemove(id.GetString()!, out var call))
        {
            call.TrySetResult(result.GetString()!);
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _work;
        if (_current is { } reply)
        {
            _current = null;
            await reply.StopAsync();
        }
    }

    private async Task OnUserMessageAsync(Task previous)
    {
        await previous;
        var interruption = await InterruptAsync();
        var id = interruption is { } shared && behaviour.Interruptions.ReplySharesId ? shared : ids.Next();
        Start(behaviour.Script.ReplyTo(_userTurn++), id);
    }

    private async Task OnUserSpeechAsync(Task previous, SpeechEdge edge)
    {
        await previous;
        if (edge.Started)
        {
            _speechBegan = edge.At;
            await InterruptAsync();
            return;
        }

        var id = ids.Next();
        var text = _userTurn < behaviour.Heard.Count
            ? behaviour.Heard[_userTurn]
            : string.Create(CultureInfo.InvariantCulture, $"(speech of {(edge.At - _speechBegan).TotalSeconds:0.0} s)");
        await conversation.SendEventAsync("tentative_user_transcript", ElevenLabsMessages.TentativeTranscript(id, text));
        await conversation.SendEventAsync("user_transcript", ElevenLabsMessages.UserTranscript(id, text));
        Start(behaviour.Script.ReplyTo(_userTurn++), ids.Next());
    }

    private void Start(AgentReply script, long id)
    {
        var previous = _current;
        _current = new(id, script.Text, previous);
        _current.Speaking = SpeakAsync(_current, script);
    }

    private async Task SpeakAsync(Reply reply, AgentReply script)
    {
        var previousEnd = await reply.AwaitPreviousAsync();
        try
        {
            await Task.Delay(script.Delay, time, reply.Stop);
            if (script.Tool is { } tool)
            {
                reply.Text = script.Text.Replace("{tool}", await CallAsync(reply, tool), StringComparison.Ordinal);
            }

            var samples = await behaviour.Voice.SpeakAsync(script, reply.Text, _format.SampleRate, reply.Stop);
            reply.Begin(SampleCoding.Encode(samples, _format), Math.Max(previousEnd, time.GetTimestamp()));
            await SendAsync(reply);
            await conversation.SendEventAsync("agent_response_complete", ElevenLabsMessages.Complete(reply.Id));
            if (script.HangUp)
            {
                await SendToolResponseAsync(reply, $"end_{reply.Id}", "end_call", "system", isError: false);
                await conversation.EndAsync(new(1000, "unknown", "Agent ended the call"));
            }
        }
        catch (OperationCanceledException)
        {
            // Interrupted, or the conversation is over.
        }
    }

    private async Task SendAsync(Reply reply)
    {
        var textAfter = behaviour.AudioBeforeText ? 2 : 0;
        var pieces = 0;
        if (textAfter == 0 || reply.Audio.Length == 0)
        {
            await SendTextAsync(reply);
        }

        await _sender.SendAsync(
            reply.Audio, _format,
            async piece =>
            {
                await conversation.SendEventAsync("audio", ElevenLabsMessages.Audio(reply.Id, piece.Span));
                reply.Sent(_format.DurationOf(piece.Length), time);
                if (++pieces == textAfter)
                {
                    await SendTextAsync(reply);
                }
            },
            reply.Stop);
        if (reply.Audio.Length > 0 && pieces < textAfter)
        {
            await SendTextAsync(reply);
        }
    }

    private async Task SendTextAsync(Reply reply)
    {
        await conversation.SendEventAsync("agent_chat_response_part", ElevenLabsMessages.ResponsePart(reply.Id, "start", string.Empty));
        foreach (var word in reply.Text.Split(' ').Select((word, index) => index == 0 ? word : " " + word))
        {
            await conversation.SendEventAsync("agent_chat_response_part", ElevenLabsMessages.ResponsePart(reply.Id, "delta", word));
        }

        await conversation.SendEventAsync("agent_chat_response_part", ElevenLabsMessages.ResponsePart(reply.Id, "stop", string.Empty));
        await conversation.SendEventAsync("agent_response", ElevenLabsMessages.Response(reply.Id, reply.Text));
    }

    private async Task<string> CallAsync(Reply reply, ReplyTool tool)
    {
        var callId = $"call_{reply.Id}";
        var answer = _calls[callId] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await conversation.SendEventAsync(
            "client_tool_call", ElevenLabsMessages.ToolCall(reply.Id, callId, tool.Name, tool.ArgumentsJson, tool.ExpectsResult));
        if (!tool.ExpectsResult)
        {
            return string.Empty;
        }

        try
        {
            var result = await answer.Task.WaitAsync(behaviour.ToolTimeout, time, reply.Stop);
            await SendToolResponseAsync(reply, callId, tool.Name, "client", isError: false);
            return result;
        }
        catch (TimeoutException)
        {
            _calls.TryRemove(callId, out _);
            await SendToolResponseAsync(reply, callId, tool.Name, "client", isError: true);
            return "nothing";
        }
    }

    private Task<bool> SendToolResponseAsync(Reply reply, string callId, string name, string kind, bool isError) =>
        conversation.SendEventAsync("agent_tool_response", ElevenLabsMessages.ToolResponse(reply.Id, callId, name, kind, isError));

    // The server has its own idea of when playback ends: before that, a user who speaks interrupts.
    private async Task<long?> InterruptAsync()
    {
        if (_current is not { } old || !old.IsAudible(time) || !behaviour.ClientEvents.Contains("interruption"))
        {
            return null;
        }

        await old.StopAsync();
        _current = null;
        var id = behaviour.Interruptions.NamesFreshId ? ids.Next() : old.Id;
        await conversation.SendEventAsync("interruption", ElevenLabsMessages.Interruption(id));
        for (var i = 0; i < behaviour.Interruptions.Stragglers; i++)
        {
            await conversation.SendEventAsync("audio", ElevenLabsMessages.Audio(old.Id, new byte[_format.BytesOf(StragglerTime)]));
        }

        var heard = old.HeardText(time, _format);
        await conversation.SendEventAsync("agent_response_correction", ElevenLabsMessages.Correction(old.Id, old.Text, heard));
        return id;
    }
}
