using Connectors.Core.Sessions.Handover;

namespace Connectors.Tests.Core.Sessions.Handover;

/// <summary>The way to another process that is in this one.</summary>
internal sealed class FakeSuccession(SessionReception other) : ISuccession, ISuccessor
{
    private string _session = string.Empty;

    public bool HasPeers { get; set; } = true;

    public int Prepared { get; private set; }

    public int Abandoned { get; private set; }

    /// <summary>Whether the other one takes what it has made ready.</summary>
    public bool TakesOver { get; set; } = true;

    /// <summary>Done before the other one is asked to make ready, told how often it was asked.</summary>
    public Func<int, Task> Preparing { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Done before the other one takes the session.</summary>
    public Action TakingOver { get; set; } = static () => { };

    public async Task<ISuccessor?> PrepareAsync(string sessionId, CancellationToken cancellationToken)
    {
        Prepared++;
        await Preparing(Prepared);
        _session = sessionId;
        return await other.PrepareAsync(sessionId, cancellationToken) ? this : null;
    }

    public async Task<bool> TakeOverAsync(CancellationToken cancellationToken)
    {
        TakingOver();
        if (!TakesOver)
        {
            await other.AbandonAsync(_session);
            return false;
        }

        return await other.TakeOverAsync(_session, cancellationToken);
    }

    public Task AbandonAsync()
    {
        Abandoned++;
        return other.AbandonAsync(_session);
    }
}
