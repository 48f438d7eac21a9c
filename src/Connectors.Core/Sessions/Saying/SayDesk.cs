using Connectors.Core.Tenancy;

namespace Connectors.Core.Sessions.Saying;

/// <summary>Where tenants speak in sessions that have no agent.</summary>
/// <param name="environment">What tenants have.</param>
/// <param name="host">Where sessions live.</param>
/// <param name="store">Their records.</param>
/// <param name="time">The clock.</param>
public sealed class SayDesk(TenancyEnvironment environment, ISessionHost host, ISessionStore store, TimeProvider time)
{
    /// <summary>Why nothing can be said in a session, or null.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">Id of the session.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Refusal?> RefusalAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        await store.FindAsync(caller.TenantId, id, cancellationToken) switch
        {
            null => Refusal.NotFound("session"),
            { State: SessionState.Ended } => new(RefusalKind.WrongState, "The session has ended."),
            _ => null,
        };

    /// <summary>Says audio as it comes; returns when all of it is in, which is before all of it was heard.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">Id of the session.</param>
    /// <param name="request">What is to be said.</param>
    /// <param name="cancellationToken">Gives up; what came in until then is said.</param>
    public async Task<Outcome<SayReport>> SayAsync(
        Caller caller, string id, SayAudioRequest request, CancellationToken cancellationToken)
    {
        if (await RefusalAsync(caller, id, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var sayId = environment.NextId();
        var run = new SayRun(host, time, id, sayId, request);
        var told = "given-up";
        try
        {
            var outcome = await run.RunAsync(cancellationToken);
            told = outcome.Reason ?? "done";
            return run.Problem is { } problem
                ? Refusal.Invalid(new FieldError("audio", problem))
                : new SayReport(sayId, outcome, run.Taken);
        }
        finally
        {
            // That something was said, not what.
            await environment.TellAsync(caller.Did("session.say", $"session/{id}") with { Outcome = told }, [], CancellationToken.None);
        }
    }
}
