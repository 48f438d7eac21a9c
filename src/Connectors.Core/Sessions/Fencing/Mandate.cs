namespace Connectors.Core.Sessions.Fencing;

/// <summary>
/// A session's hold on the fence, kept good while the session lives. A process that can't reach the fence goes on, since nobody
/// else can take the session there either; one that stood still for longer than half a lease, as one that was stopped or
/// starved does, may not act before the fence was asked.
/// </summary>
/// <param name="fence">The fence.</param>
/// <param name="holder">This life of this node.</param>
/// <param name="sessionId">Our id of the session.</param>
/// <param name="time">The clock.</param>
/// <param name="lost">Told once when it is lost; any thread.</param>
internal sealed class Mandate(ISessionFence fence, string holder, string sessionId, TimeProvider time, Action lost)
    : IMandate, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FenceHold? _hold;
    private ITimer? _clock;
    private Task _asking = Task.CompletedTask;
    private long _beat;
    private long _confirmed;
    private bool _isDoubted;
    private bool _isReleased;
    private volatile bool _isLost;

    /// <summary>So long a session goes on without reaching the fence.</summary>
    public static TimeSpan WithoutFence { get; } = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public MandateState State
    {
        get
        {
            if (_isLost || _clock is null)
            {
                return _isLost ? MandateState.Lost : MandateState.Good;
            }

            return Volatile.Read(ref _isDoubted) || HasStoodStill ? MandateState.Doubtful : MandateState.Good;
        }
    }

    /// <summary>Number of the hold; 0 before it is taken.</summary>
    public long Epoch => _hold?.Epoch ?? 0;

    /// <summary>Completes when nothing is being asked of the fence.</summary>
    internal Task Asking
    {
        get
        {
            lock (_lock)
            {
                return _asking;
            }
        }
    }

    /// <inheritdoc/>
    public bool HasPredecessor => Epoch > 1;

    private bool HasStoodStill => time.GetElapsedTime(Volatile.Read(ref _beat)) > fence.Lease / 2;

    /// <summary>Takes what nobody holds, or holds any more.</summary>
    /// <returns>The hold, or null: somebody has it.</returns>
    public static async Task<FenceHold?> TryTakeAsync(
        ISessionFence fence, string sessionId, string holder, CancellationToken cancellationToken)
    {
        var present = await fence.FindAsync(sessionId, cancellationToken);
        return present is { IsHeld: true }
            ? null
            : await fence.TakeAsync(sessionId, holder, present?.Epoch ?? 0, cancellationToken);
    }

    /// <summary>Takes the session and keeps the hold good from there on.</summary>
    /// <returns>False: somebody has it.</returns>
    public async Task<bool> TakeAsync(CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        if (await TryTakeAsync(fence, sessionId, holder, cancellationToken) is not { } hold)
        {
            return false;
        }

        lock (_lock)
        {
            (_hold, _isReleased) = (hold, false);
            (_beat, _confirmed) = (asked, asked);
            _clock ??= time.CreateTimer(static mandate => ((Mandate)mandate!).OnTick(), this, fence.Lease / 8, fence.Lease / 8);
        }

        return true;
    }

    /// <summary>Lets another take the session at once. Until that one has come into the room, this one may go on.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        FenceHold? hold;
        lock (_lock)
        {
            _isReleased = true;
            hold = _hold;
        }

        if (hold is not null)
        {
            await fence.ReleaseAsync(hold, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<bool> ConfirmAsync()
    {
        FenceHold? hold;
        lock (_lock)
        {
            hold = _isLost || _isReleased ? null : _hold;
        }

        try
        {
            return hold is not null && await fence.RenewAsync(hold, CancellationToken.None);
        }
        catch (Exception)
        {
            // Whoever can't ask doesn't put anybody out.
            return false;
        }
    }

    /// <inheritdoc/>
    public Task SettledAsync()
    {
        lock (_lock)
        {
            if (State != MandateState.Doubtful)
            {
                return Task.CompletedTask;
            }

            if (_settled.Task.IsCompleted)
            {
                _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return _settled.Task;
        }
    }

    /// <summary>Nobody acts any more; the hold is given back.</summary>
    public async ValueTask DisposeAsync()
    {
        Lose(isTold: false);
        if (_clock is not null)
        {
            await _clock.DisposeAsync();
        }

        if (_hold is not null && !_isReleased)
        {
            try
            {
                await fence.ReleaseAsync(_hold, CancellationToken.None).WaitAsync(fence.Lease, time);
            }
            catch (Exception)
            {
                // It ends with its lease.
            }
        }
    }

    private void OnTick()
    {
        lock (_lock)
        {
            _isDoubted |= HasStoodStill;
            Volatile.Write(ref _beat, time.GetTimestamp());
            if (!_isDoubted)
            {
                _settled.TrySetResult();
            }

            var isDue = _isDoubted || (!_isReleased && time.GetElapsedTime(_confirmed) >= fence.Lease / 4);
            if (isDue && !_isLost && _asking.IsCompleted)
            {
                _asking = Task.Run(AskAsync);
            }
        }
    }

    private async Task AskAsync()
    {
        var asked = time.GetTimestamp();
        try
        {
            if (!await IsStillOursAsync())
            {
                Lose(isTold: true);
                return;
            }

            lock (_lock)
            {
                (_confirmed, _isDoubted) = (asked, false);
                _settled.TrySetResult();
            }
        }
        catch (Exception)
        {
            if (time.GetElapsedTime(_confirmed) >= WithoutFence)
            {
                Lose(isTold: true);
            }
        }
    }

    private async Task<bool> IsStillOursAsync() => _isReleased
        ? (await fence.FindAsync(sessionId, CancellationToken.None))?.Epoch == _hold!.Epoch
        : await fence.RenewAsync(_hold!, CancellationToken.None);

    private void Lose(bool isTold)
    {
        lock (_lock)
        {
            isTold &= !_isLost;
            _isLost = true;
            _settled.TrySetResult();
        }

        if (isTold)
        {
            lost();
        }
    }
}
