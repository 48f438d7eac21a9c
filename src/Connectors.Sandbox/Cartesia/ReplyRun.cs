using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Cartesia;

/// <summary>One turn: audio and nothing else. Every step runs under the call's lock.</summary>
/// <param name="session">Where it happens.</param>
/// <param name="reply">What it says.</param>
internal sealed class ReplyRun(CallSession session, AgentReply reply) : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private bool _isOver;

    /// <summary>Generates it; never throws for being interrupted.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_cancel.Token, stop);
        try
        {
            await Task.Delay(reply.Delay, session.Time, either.Token);
            var format = session.Format;
            var samples = await session.Switches.Voice.SpeakAsync(reply, reply.Text, format.SampleRate, either.Token);
            var burst = new BurstSender(session.Switches.Pace, session.Time);
            await burst.SendAsync(
                SampleCoding.Encode(samples, format), format,
                piece =>
                {
                    Step(() => session.EmitAudio(piece.Span));
                    return Task.CompletedTask;
                },
                either.Token);
            Step(Complete);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // What an interrupted turn still sends was sent by whoever interrupted it.
        }
    }

    public void Dispose() => _cancel.Dispose();

    /// <summary>Interrupts it; in the call's lock.</summary>
    public void Interrupt()
    {
        if (!_isOver)
        {
            _isOver = true;
            _cancel.Cancel();
            session.OnOver(this, reply.Text);
        }
    }

    private void Complete()
    {
        _isOver = true;
        session.OnOver(this, reply.Text);
        if (reply.HangUp)
        {
            session.End(CallClose.ByAgent(session.Switches.EndReason));
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
