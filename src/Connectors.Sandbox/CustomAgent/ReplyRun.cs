using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.CustomAgent;

/// <summary>
/// One turn, faster than real time: <c>turn_started</c>, each sentence's text before its audio, the whole text, <c>turn_ended</c>; or a
/// tool call. Every step runs under the talk's lock.
/// </summary>
/// <param name="talk">Where it happens.</param>
/// <param name="plan">What it says.</param>
internal sealed partial class ReplyRun(AgentTalk talk, ReplyPlan plan) : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly string[] _sentences = SentenceEnds().Split(plan.Text);
    private TimeSpan _audio;
    private int _told;
    private bool _isOver;

    /// <summary>Its number; 0 before it began.</summary>
    public long Turn { get; private set; }

    /// <summary>Generates it; never throws for being interrupted.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_cancel.Token, stop);
        try
        {
            await Task.Delay(plan.Reply.Delay, talk.Time, either.Token);
            if (plan.CallId is { } callId)
            {
                Step(() => talk.CallTool(callId, plan.Reply.Tool!));
            }

            if (plan.Text.Length == 0)
            {
                Step(() => _isOver = true);
            }
            else
            {
                await SpeakAsync(either.Token);
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // Whoever interrupted it has told so.
        }
    }

    public void Dispose() => _cancel.Dispose();

    /// <summary>Stops generating.</summary>
    public void Interrupt()
    {
        if (!_isOver)
        {
            _isOver = true;
            _cancel.Cancel();
        }
    }

    /// <summary>What of it was said in this time, as far as that can be told.</summary>
    public string Said(TimeSpan heard)
    {
        var words = plan.Text.Split(' ');
        var share = _audio > TimeSpan.Zero ? Math.Min(heard / _audio, 1) : 0;
        return string.Join(' ', words.Take((int)Math.Ceiling(words.Length * share)));
    }

    [GeneratedRegex(@"(?<=[.!?])\s+")]
    private static partial Regex SentenceEnds();

    private async Task SpeakAsync(CancellationToken cancellationToken)
    {
        var format = talk.Output;
        var samples = await talk.Switches.Voice.SpeakAsync(plan.Reply, plan.Text, format.SampleRate, cancellationToken);
        var bytes = SampleCoding.Encode(samples, format);
        _audio = format.DurationOf(bytes.Length);
        var pieces = new BurstSender(talk.Switches.Pace, talk.Time).Cut(bytes, format).ToList();
        Step(Begin);
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            var due = Math.Min((i * _sentences.Length / pieces.Count) + 1, _sentences.Length);
            Step(() => SendPiece(piece, due));
            if (double.IsFinite(talk.Switches.Pace.Speed))
            {
                await Task.Delay(format.DurationOf(piece.Length) / talk.Switches.Pace.Speed, talk.Time, cancellationToken);
            }
        }

        Step(Complete);
    }

    private void Begin()
    {
        talk.Emit(new() { ["type"] = "turn_started" });
        Turn = talk.Turns;
    }

    private void SendPiece(ReadOnlyMemory<byte> piece, int due)
    {
        for (; _told < due; _told++)
        {
            EmitText((_told == 0 ? string.Empty : " ") + _sentences[_told], "delta");
        }

        talk.EmitAudio(piece.ToArray());
    }

    private void Complete()
    {
        EmitText(plan.Text, "full");
        _isOver = true;
        if (!talk.Switches.NeverEndsTurns)
        {
            talk.Emit(new() { ["type"] = "turn_ended" });
        }

        talk.OnSaid(plan.Text);
        if (plan.Reply.HangUp)
        {
            talk.End(1000, "That was all.");
        }
    }

    private void EmitText(string text, string kind)
    {
        if (!talk.Switches.IsBare)
        {
            talk.Emit(new JsonObject { ["type"] = "agent_text", ["text"] = text, ["kind"] = kind });
        }
    }

    private void Step(Action step)
    {
        lock (talk.Sync)
        {
            if (!_isOver)
            {
                step();
            }
        }
    }
}
