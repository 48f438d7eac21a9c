using System.Text.Json.Nodes;
using Connectors.Audio;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Gemini;

/// <summary>
/// Generates one turn faster than real time: audio and text side by side, <c>generationComplete</c>, and
/// <c>turnComplete</c> when it would have been heard. Every step runs under the session's lock.
/// </summary>
/// <param name="session">Where it happens.</param>
/// <param name="plan">What it says.</param>
internal sealed class ReplyRun(LiveSession session, ReplyPlan plan) : IDisposable
{
    private static readonly AudioFormat Format = AudioFormat.Pcm16(24_000);

    private readonly CancellationTokenSource _cancel = new();
    private readonly string[] _words = plan.Text.Split(' ');
    private int _spoken;
    private bool _hasAudio;
    private bool _isOver;

    /// <summary>One piece of audio as it is sent.</summary>
    public static JsonObject Audio(ReadOnlySpan<byte> audio) => new()
    {
        ["parts"] = new JsonArray(new JsonObject
        {
            ["inlineData"] = new JsonObject { ["mimeType"] = "audio/pcm;rate=24000", ["data"] = Convert.ToBase64String(audio) },
        }),
    };

    /// <summary>Generates it; never throws for being interrupted.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_cancel.Token, stop);
        try
        {
            await Task.Delay(plan.Reply.Delay, session.Time, either.Token);
            if (plan.Calls.Count > 0)
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

    /// <summary>Interrupts it. Some audio may still come, because it was on its way.</summary>
    public void Interrupt()
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        session.EmitContent(new() { ["interrupted"] = true });
        for (var i = 0; _hasAudio && i < session.Switches.LateAudio; i++)
        {
            session.EmitContent(new() { ["modelTurn"] = Audio(new byte[Format.BytesPerSecond / 10]) });
        }

        if (!session.Switches.ForgetsTurnComplete)
        {
            session.EmitContent(new() { ["turnComplete"] = true });
        }

        session.Memory.Add($"model: {string.Join(' ', _words.Take(_spoken))}");
        session.OnTurnOver(this);
        _cancel.Cancel();
    }

    private void Call()
    {
        var tool = plan.Reply.Tool!;
        session.Emit(new()
        {
            ["toolCall"] = new JsonObject
            {
                ["functionCalls"] = new JsonArray([.. plan.Calls.Select(id => new JsonObject
                {
                    ["id"] = id,
                    ["name"] = tool.Name,
                    ["args"] = JsonNode.Parse(tool.ArgumentsJson),
                })]),
            },
        });
        _isOver = true;
    }

    private async Task SpeakAsync(CancellationToken cancellationToken)
    {
        var samples = await session.Switches.Voice.SpeakAsync(plan.Reply, plan.Text, Format.SampleRate, cancellationToken);
        var audio = SampleCoding.Encode(samples, Format);
        var pieces = new BurstSender(session.Switches.Pace, session.Time).Cut(audio, Format).ToList();
        var started = session.Time.GetTimestamp();
        await SendAsync(pieces, cancellationToken);
        if (session.Switches is { CombinesMessages: true } && pieces.Count > 0)
        {
            Step(Complete);
            return;
        }

        Step(EndGeneration);
        var unheard = Format.DurationOf(audio.Length) - session.Time.GetElapsedTime(started);
        if (session.Switches.WaitsForPlayback && unheard > TimeSpan.Zero)
        {
            await Task.Delay(unheard, session.Time, cancellationToken);
        }

        Step(() =>
        {
            session.EmitContent(new() { ["turnComplete"] = true });
            if (session.Switches.TranscribesLate && Text(_words.Length) is { } text)
            {
                session.EmitContent(new() { ["outputTranscription"] = text });
            }

            Complete();
        });
    }

    private async Task SendAsync(List<ReadOnlyMemory<byte>> pieces, CancellationToken cancellationToken)
    {
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            var isLast = i == pieces.Count - 1;
            Step(() => SendPiece(piece.Span, isLast));
            if (double.IsFinite(session.Switches.Pace.Speed))
            {
                await Task.Delay(Format.DurationOf(piece.Length) / session.Switches.Pace.Speed, session.Time, cancellationToken);
            }
        }
    }

    private void SendPiece(ReadOnlySpan<byte> audio, bool isLast)
    {
        _hasAudio = true;
        if (isLast && session.Switches.CombinesMessages)
        {
            var content = new JsonObject { ["modelTurn"] = Audio(audio), ["generationComplete"] = true, ["turnComplete"] = true };
            if (Text(_words.Length) is { } rest)
            {
                content["outputTranscription"] = rest;
            }

            session.Emit(new() { ["serverContent"] = content, ["usageMetadata"] = Usage() });
            return;
        }

        session.EmitContent(new() { ["modelTurn"] = Audio(audio) });
        if (!session.Switches.TranscribesLate && Text(_spoken + 1) is { } text)
        {
            session.EmitContent(new() { ["outputTranscription"] = text });
        }
    }

    private void EndGeneration()
    {
        if (!session.Switches.TranscribesLate && Text(_words.Length) is { } text)
        {
            session.EmitContent(new() { ["outputTranscription"] = text });
        }

        if (!session.Switches.ForgetsGenerationComplete)
        {
            session.EmitContent(new() { ["generationComplete"] = true });
        }

        session.Emit(new() { ["usageMetadata"] = Usage() });
    }

    private void Complete()
    {
        _isOver = true;
        session.Memory.Add($"model: {plan.Text}");
        session.OnTurnOver(this);
        if (plan.Reply.HangUp)
        {
            session.Close(new(1000, string.Empty));
        }
    }

    private static JsonObject Usage() => new() { ["promptTokenCount"] = 10, ["responseTokenCount"] = 20, ["totalTokenCount"] = 30 };

    // The words up to this one that were not sent yet, if texts are wanted and there are any.
    private JsonObject? Text(int to)
    {
        var from = _spoken;
        _spoken = Math.Clamp(to, _spoken, _words.Length);
        if (!session.Setup!.TranscribesAgent || from == _spoken)
        {
            return null;
        }

        var text = string.Join(' ', _words[from.._spoken]);
        return new() { ["text"] = _spoken < _words.Length ? text + " " : text };
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
