using Connectors.Core.Records;
using Connectors.Core.Rooms.Projects;
using Connectors.Core.Sessions.Admission;
using Connectors.Core.Tenancy;

namespace Connectors.Core.Sessions.Desk;

/// <summary>Starts tenants' sessions: looked up, let in, started, told. Whatever goes wrong, nothing is left behind.</summary>
/// <param name="environment">What tenants have.</param>
/// <param name="host">Where sessions live.</param>
/// <param name="admission">Who may come in.</param>
/// <param name="notices">Who wants to be told.</param>
/// <param name="connectors">The connectors there are.</param>
/// <param name="projects">Judges the rooms and addresses that a request names.</param>
public sealed class SessionStarts(
    TenancyEnvironment environment,
    ISessionHost host,
    IAdmission admission,
    ISessionNotices notices,
    ConnectorCatalog connectors,
    RoomProjects projects)
{
    // A batch has its limit. Nobody but a tenant with hundreds of webhooks meets it; the last of them are written right after.
    private const int MostTold = 500;

    private readonly SessionSetups _setups = new(environment, connectors, projects);

    internal async Task<Outcome<StartedSession>> StartAsync(Caller caller, SessionRequest request, CancellationToken cancellationToken)
    {
        var tenant = await TenantAsync(caller, cancellationToken);
        if (!tenant.IsDone)
        {
            return tenant.Refusal;
        }

        var setup = await _setups.PrepareAsync(tenant.Value, request, cancellationToken);
        if (!setup.IsDone)
        {
            return setup.Refusal;
        }

        var ticket = await admission.AdmitAsync(setup.Value.Admission, cancellationToken);
        if (!ticket.IsDone)
        {
            return ticket.Refusal;
        }

        // From here on the place is the session's, which gives it back at its end; a start that fails gives it back here.
        var isLive = false;
        try
        {
            var started = await StartAsync(caller, setup.Value.Specification, cancellationToken);
            isLive = started.IsDone;
            return started;
        }
        finally
        {
            if (!isLive)
            {
                ticket.Value.Dispose();
            }
        }
    }

    private async Task<Outcome<StartedSession>> StartAsync(
        Caller caller, SessionSpecification specification, CancellationToken cancellationToken)
    {
        var createdAt = environment.Now();
        var start = await host.StartAsync(specification, cancellationToken);
        if (start.Access is not { } access)
        {
            return StartRefusals.Of(start.Failure!, start.Message!, start.RetryAfter);
        }

        try
        {
            // The tenant may have been deleted meanwhile, by someone who looked for its sessions before this one was there.
            if ((await TenantAsync(caller, CancellationToken.None)).Refusal is { } refused)
            {
                await host.StopAsync(specification.Id, SessionEndReasons.StoppedByTenant, CancellationToken.None);
                return refused;
            }

            var told = await notices.PrepareAsync(
                new SessionNotice.Started(specification.TenantId, specification.Id, createdAt), CancellationToken.None);
            await environment.TellAsync(
                caller.Did("session.start", $"session/{specification.Id}"), [.. told.Take(MostTold)], CancellationToken.None);
            foreach (var chunk in told.Skip(MostTold).Chunk(MostTold))
            {
                await environment.Store.WriteAsync(chunk, CancellationToken.None);
            }
        }
        catch
        {
            // A session that isn't in the books must not go on.
            await host.StopAsync(specification.Id, SessionEndReasons.ServerError, CancellationToken.None);
            throw;
        }

        return new StartedSession(specification.Id, access, SessionState.Live, createdAt);
    }

    private async Task<Outcome<Tenant>> TenantAsync(Caller caller, CancellationToken cancellationToken)
    {
        var tenant = await environment.Records.Tenants.FindAsync(RecordKey.Operator, caller.TenantId, cancellationToken);
        return tenant?.Value switch
        {
            { State: TenantState.Active } active => active,
            { State: TenantState.Suspended } => new Refusal(RefusalKind.WrongState, "The tenant is suspended."),
            _ => Refusal.NotFound("tenant"),
        };
    }
}
