using System.Text.Json.Nodes;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Cartesia.Managed;

/// <summary>
/// One turn of the agent: its tool first, then audio as the client wants it and texts word by word at the pace of speech, which is also
/// when the turn ends. Every step runs under the conversation's lock.
/// </summary>
/// <param name="session">Where it happens.</param>
/// <param name="reply">What it says.</param>
internal sealed class ReplyRun(ManagedSession session, AgentReply reply) : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private JsonArray? _toolCalls;
    private string _spoken = string.Empty;
    private long _turn;
    private bool _isHeard;
    private bool _isOver;

    /// <summary>Generates it; never throws for being interrupted.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_cancel.Token, stop);
        try
        {
            await Task.Delay(reply.Delay, session.Time, either.Token);
            var text = reply.Tool is { } tool ? await CallAsync(tool, either.Token) : reply.Text;
            await SpeakAsync(text, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // Whoever interrupted it has told so.
        }
    }

    public void Dispose() => _cancel.Dispose();

    /// <summary>The user speaks into it; in the conversation's lock.</summary>
    public void Interrupt()
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        _cancel.Cancel();
        if (_turn == 0 && _isHeard)
        {
            Begin();
        }

        if (_turn != 0)
        {
            session.EndTurn(_turn, "assistant", _spoken, isInterrupted: true, _toolCalls);
        }

        session.OnOver(this, _spoken);
    }

    private async Task<string> CallAsync(ReplyTool tool, CancellationToken cancellationToken)
    {
        var callId = session.Tools.NextId();
        var result = tool.ExpectsResult ? session.Tools.Expect(callId) : null;
        var arguments = JsonNode.Parse(tool.ArgumentsJson);
        Step(() => session.Emit("client_tool_call", new()
        {
            ["tool_call_id"] = callId,
            ["tool_name"] = tool.Name,
            ["parameters"] = arguments,
            ["expects_response"] = tool.ExpectsResult,
        }));
        var told = result is null ? null : await ResultAsync(callId, result, cancellationToken);
        var call = new JsonObject { ["name"] = tool.Name, ["arguments"] = arguments?.DeepClone(), ["id"] = callId };
        if (told is not null)
        {
            call["result"] = told;
        }

        _toolCalls = [call];
        return reply.Text.Replace("{tool}", told ?? string.Empty, StringComparison.Ordinal);
    }

    private async Task<string> ResultAsync(string callId, Task<string> result, CancellationToken cancellationToken)
    {
        try
        {
            return await result.WaitAsync(session.Switches.ToolTimeout, session.Time, cancellationToken);
        }
        catch (TimeoutException)
        {
            session.Tools.Forget(callId);
            return "Tool call timed out";
        }
    }

    private async Task SpeakAsync(string text, CancellationToken cancellationToken)
    {
        var format = session.Format;
        var samples = await session.Switches.Voice.SpeakAsync(reply, text, format.SampleRate, cancellationToken);
        var audio = SampleCoding.Encode(samples, format);
        var order = session.Switches.Texts;
        if (order != TextOrder.Last)
        {
            Step(Begin);
        }

        var telling = order == TextOrder.Last
            ? Task.CompletedTask
            : TellAsync(text, order == TextOrder.First ? TimeSpan.Zero : format.DurationOf(audio.Length), cancellationToken);
        await Task.WhenAll(telling, new BurstSender(session.Pace, session.Time).SendAsync(audio, format, SendAsync, cancellationToken));
        if (order == TextOrder.Last)
        {
            Step(Begin);
            await TellAsync(text, TimeSpan.Zero, cancellationToken);
        }

        Step(() => Complete(text));
    }

    private Task SendAsync(ReadOnlyMemory<byte> piece)
    {
        Step(() =>
        {
            _isHeard = true;
            session.EmitAudio(piece.Span);
        });
        return Task.CompletedTask;
    }

    private async Task TellAsync(string text, TimeSpan duration, CancellationToken cancellationToken)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var word in words)
        {
            var piece = _spoken.Length == 0 ? word : $" {word}";
            Step(() =>
            {
                _spoken += piece;
                session.Emit("turn_output_text_delta", new() { ["turn"] = _turn, ["role"] = "assistant", ["text"] = piece });
            });
            if (duration > TimeSpan.Zero)
            {
                await Task.Delay(duration / words.Length, session.Time, cancellationToken);
            }
        }
    }

    private void Begin() => _turn = session.BeginTurn("assistant");

    // An agent that hangs up doesn't end its turn first.
    private void Complete(string text)
    {
        _isOver = true;
        if (!reply.HangUp && !session.Switches.NeverEndsTurns)
        {
            session.EndTurn(_turn, "assistant", text, toolCalls: _toolCalls);
        }

        session.OnOver(this, text);
        if (reply.HangUp)
        {
            session.Fail(ManagedFault.HungUp);
        }
    }

    private void Step(Action step)
    {
        lock (session.Sync)
        {
            if (!_isOver)
            {
                step();
            }
        }
    }
}
