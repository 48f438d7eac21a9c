namespace Connectors.Sandbox.ElevenLabs;

/// <summary>Ends a conversation when its time is over, when nothing comes from the client, or when a fault is due.</summary>
/// <param name="conversation">Whose.</param>
/// <param name="behaviour">Maximum duration and patience.</param>
/// <param name="faults">What goes wrong.</param>
/// <param name="time">Clock.</param>
internal sealed class ElevenLabsLimits(
    ElevenLabsConversation conversation, ElevenLabsBehaviour behaviour, ElevenLabsFaults faults, TimeProvider time)
{
    private long _lastInput = time.GetTimestamp();

    public void OnInput() => Volatile.Write(ref _lastInput, time.GetTimestamp());

    public Task RunAsync(CancellationToken over)
    {
        OnInput();
        var maximum = EndAfterAsync(
            behaviour.MaximumDuration, new(1000, "max_duration_exceeded", "Conversation exceeded the max duration"), over);
        var fault = faults.Close is { After: { } after } close
            ? EndAfterAsync(after, new(close.Code, close.ErrorType, close.Reason), over)
            : Task.CompletedTask;
        return Task.WhenAll(maximum, fault, WatchInputAsync(over));
    }

    private async Task EndAfterAsync(TimeSpan after, Refusal why, CancellationToken over)
    {
        if (await DelayAsync(after, over))
        {
            await conversation.EndAsync(why);
        }
    }

    private async Task WatchInputAsync(CancellationToken over)
    {
        var left = behaviour.InputTimeout;
        while (left > TimeSpan.Zero)
        {
            if (!await DelayAsync(left, over))
            {
                return;
            }

            left = behaviour.InputTimeout - time.GetElapsedTime(Volatile.Read(ref _lastInput));
        }

        await conversation.EndAsync(new(1002, "transport_receive_timeout", "No user input received"));
    }

    private async Task<bool> DelayAsync(TimeSpan delay, CancellationToken over)
    {
        try
        {
            await Task.Delay(delay, time, over);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
