using Connectors.Core.Sessions.Crossing;
using Orleans.Placement;

namespace Connectors.Grains;

/// <summary>
/// The way to a session: it stands on the node that has the session, and asks that node's host, never on its own scheduler. It has no
/// state: what is known of a session is in its record. It ends when the session is over or elsewhere; the next call makes a new one,
/// where the fence says.
/// </summary>
[KeepAlive, Immovable, SessionPlacement]
internal sealed partial class SessionGrain(NodeSessions sessions) : Grain, ISessionGrain
{
    private Task<SessionReply?> _fetching = Task.FromResult<SessionReply?>(null);
    private Task? _followed;
    private bool _isStarting;

    private string Id => this.GetPrimaryKeyString();

    public async Task<byte[]> StartAsync(string tenantId, byte[] specification, CancellationToken cancellationToken)
    {
        _isStarting = true;
        try
        {
            return (await Task.Run(() => sessions.StartAsync((tenantId, Id), specification, cancellationToken), CancellationToken.None))
                .ToBytes();
        }
        finally
        {
            _isStarting = false;
            Follow();
        }
    }

    public Task<byte[]> FindAsync(string tenantId) => AskAsync(() => sessions.FindAsync((tenantId, Id)));

    public Task<byte[]> TranscriptAsync(string tenantId) => AskAsync(() => sessions.TranscriptAsync((tenantId, Id)));

    public Task<byte[]> CommandAsync(string tenantId, byte[] command) => AskAsync(() => sessions.CommandAsync((tenantId, Id), command));

    public Task<byte[]> WatchAsync(string tenantId, long after) => AskAsync(() => sessions.WatchAsync((tenantId, Id), after));

    public Task<byte[]> StopAsync(string tenantId, string reason) => AskAsync(() => sessions.StopAsync((tenantId, Id), reason));

    public Task<byte[]> ForgetAsync() => RunAsync(() => sessions.ForgetAsync(Id));

    public Task<byte[]> TakeUpAsync() => AskAsync(() => Task.FromResult(new SessionReply(ReplyKind.Here, default)));

    private async Task<byte[]> AskAsync(Func<Task<SessionReply>> ask)
    {
        if (!sessions.Has(Id))
        {
            if (_fetching.IsCompleted)
            {
                _fetching = Task.Run(() => sessions.TakeUpAsync(Id));
            }

            if (await _fetching is { } elsewhere)
            {
                Follow();
                return elsewhere.ToBytes();
            }
        }

        return await RunAsync(ask);
    }

    private async Task<byte[]> RunAsync(Func<Task<SessionReply>> ask)
    {
        var reply = await Task.Run(ask);
        Follow();
        return reply.ToBytes();
    }

    private void Follow()
    {
        if (sessions.Running(Id) is not { } running)
        {
            if (!_isStarting)
            {
                DeactivateOnIdle();
            }
        }
        else if (_followed != running)
        {
            _followed = running;
            _ = FollowAsync(running);
        }
    }

    private async Task FollowAsync(Task running)
    {
        await running;
        DeactivateOnIdle();
    }
}
