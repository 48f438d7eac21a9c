namespace Connectors.Core.Sessions.Admission;

/// <summary>The starts of this node that wait for one credential; first come, first served.</summary>
internal sealed class SharedLine
{
    private readonly LinkedList<Waiter> _waiting = new();

    public int Count => _waiting.Count;

    public Waiter Join() => _waiting.AddLast(new Waiter()).Value;

    public bool IsFirst(Waiter waiter) => _waiting.First?.Value == waiter;

    public void Leave(Waiter waiter)
    {
        _waiting.Remove(waiter);
        WakeFirst();
    }

    public void WakeFirst() => _waiting.First?.Value.Wake();

    public void WakeAll()
    {
        foreach (var waiter in _waiting)
        {
            waiter.Wake();
        }
    }

    internal sealed class Waiter
    {
        private TaskCompletionSource _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Wake() => _woken.TrySetResult();

        /// <summary>Done as soon as somebody has reason to look again. To be asked for before looking.</summary>
        public Task NextNews()
        {
            if (_woken.Task.IsCompleted)
            {
                _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return _woken.Task;
        }
    }
}
