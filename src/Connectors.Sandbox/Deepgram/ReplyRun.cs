using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Deepgram;

/// <summary>
/// One turn, faster than real time: <c>AgentThinking</c>, then each sentence's text before its audio, then
/// <c>AgentAudioDone</c>; or a request to call functions. Every step runs under the session's lock.
/// </summary>
/// <param name="session">Where it happens.</param>
/// <param name="plan">What it says.</param>
/// <param name="isAnswer">Whether it answers somebody, and so has to be thought about.</param>
internal sealed partial class ReplyRun(AgentSession session, ReplyPlan plan, bool isAnswer) : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly string[] _sentences = SentenceEnds().Split(plan.Text);
    private int _told;
    private bool _hasAudio;
    private bool _isOver;

    /// <summary>Generates it; never throws for being interrupted.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_cancel.Token, stop);
        try
        {
            if (isAnswer && session.Switches.TellsThinking)
            {
                Step(() => session.Emit(new() { ["type"] = "AgentThinking", ["content"] = "The user wants to know something." }));
            }

            await Task.Delay(plan.Reply.Delay, session.Time, either.Token);
            if (plan.IsFailure)
            {
                Step(Fail);
            }
            else if (plan.Calls.Count > 0)
            {
                Step(Call);
            }
            else
            {
                await SpeakAsync(either.Token);
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // What an interrupted turn still sends was sent by whoever interrupted it.
        }
    }

    public void Dispose() => _cancel.Dispose();

    /// <summary>Interrupts it. Some audio still comes, because it was on its way.</summary>
    public void Interrupt()
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        for (var i = 0; _hasAudio && i < session.Switches.LateAudio; i++)
        {
            session.EmitAudio(new byte[session.Settings!.Output.BytesPerSecond / 10]);
        }

        if (session.Switches.EndsInterruptedAudio)
        {
            session.Emit(new() { ["type"] = "AgentAudioDone" });
        }

        _cancel.Cancel();
        session.OnOver(this, string.Join(' ', _sentences.Take(_told)));
    }

    [GeneratedRegex(@"(?<=[.!?])\s+")]
    private static partial Regex SentenceEnds();

    private void Fail()
    {
        _isOver = true;
        session.Emit(new()
        {
            ["type"] = "Warning",
            ["code"] = "THINK_REQUEST_FAILED",
            ["description"] = "We encountered an error when making a request to a think provider.",
        });
        session.OnOver(this, null);
    }

    private void Call()
    {
        var tool = plan.Reply.Tool!;
        var functions = new JsonArray([.. plan.Calls.Select(id => Function(id, tool.Name, tool.ArgumentsJson, isOurs: false))]);
        if (session.Switches.CallsServerSide)
        {
            functions.Add((JsonNode)Function("fc_server", "look_up", """{"what": "anything"}""", isOurs: true));
        }

        session.Emit(new() { ["type"] = "FunctionCallRequest", ["functions"] = functions });
        if (session.Switches.CallsServerSide)
        {
            session.Emit(new()
            {
                ["type"] = "FunctionCallResponse",
                ["id"] = "fc_server",
                ["name"] = "look_up",
                ["content"] = "found",
            });
        }

        _isOver = true;
        session.OnOver(this, null);
    }

    private static JsonObject Function(string id, string name, string arguments, bool isOurs) => new()
    {
        ["id"] = id,
        ["name"] = name,
        ["arguments"] = arguments,
        ["client_side"] = !isOurs,
    };

    private async Task SpeakAsync(CancellationToken cancellationToken)
    {
        var format = session.Settings!.Output;
        var samples = await session.Switches.Voice.SpeakAsync(plan.Reply, plan.Text, format.SampleRate, cancellationToken);
        var pieces = new BurstSender(session.Switches.Pace, session.Time).Cut(SampleCoding.Encode(samples, format), format).ToList();
        if (isAnswer && session.Settings.IsExperimental)
        {
            Step(() => session.Emit(new()
            {
                ["type"] = "AgentStartedSpeaking",
                ["total_latency"] = 0.9,
                ["tts_latency"] = 0.3,
                ["ttt_latency"] = 0.6,
            }));
        }

        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            var due = Math.Min((i * _sentences.Length / pieces.Count) + 1, _sentences.Length);
            Step(() => SendPiece(piece, due));
            if (double.IsFinite(session.Switches.Pace.Speed))
            {
                await Task.Delay(format.DurationOf(piece.Length) / session.Switches.Pace.Speed, session.Time, cancellationToken);
            }
        }

        Step(Complete);
    }

    private void SendPiece(ReadOnlyMemory<byte> piece, int due)
    {
        Tell(due);
        _hasAudio = true;
        session.EmitAudio(piece.ToArray());
    }

    private void Tell(int due)
    {
        for (; _told < due; _told++)
        {
            session.EmitText("assistant", _sentences[_told]);
        }
    }

    private void Complete()
    {
        Tell(_sentences.Length);
        _isOver = true;
        session.Emit(new() { ["type"] = "AgentAudioDone" });
        session.OnOver(this, plan.Text);
        if (plan.Reply.HangUp)
        {
            session.HangUp();
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
