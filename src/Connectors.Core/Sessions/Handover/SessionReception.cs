using Connectors.Core.Sessions.Admission;

namespace Connectors.Core.Sessions.Handover;

/// <summary>The receiving end of a handover: what another process asks of this one.</summary>
/// <param name="environment">What sessions need.</param>
/// <param name="host">Where they go on.</param>
/// <param name="admission">Where they have their places.</param>
public sealed class SessionReception(SessionEnvironment environment, LocalSessionHost host, IAdmission admission)
{
    private readonly SessionResumeRules _rules = new(new SessionResumeOptions(), environment.Bridges.Time);

    /// <summary>Makes everything ready that doesn't need the room.</summary>
    /// <param name="sessionId">Our id of the session.</param>
    /// <param name="cancellationToken">Gives up; nothing is left of it.</param>
    /// <returns>False: it can't go on here.</returns>
    public async Task<bool> PrepareAsync(string sessionId, CancellationToken cancellationToken)
    {
        var figures = admission.Figures;
        return !figures.IsDraining && figures.Sessions < figures.Capacity
            && await environment.Store.FindAsync(sessionId, cancellationToken) is { } record
            && _rules.WhyNot(record) is null
            && await host.PrepareAsync(record, cancellationToken);
    }

    /// <summary>Takes the session, which its holder has released, and joins its room.</summary>
    /// <param name="sessionId">Our id of the session.</param>
    /// <param name="cancellationToken">Gives up before it is taken.</param>
    /// <returns>False: it isn't ready here, or another process has it.</returns>
    public async Task<bool> TakeOverAsync(string sessionId, CancellationToken cancellationToken)
    {
        if (!await host.EnterAsync(sessionId, cancellationToken))
        {
            return false;
        }

        if (await environment.Store.FindAsync(sessionId, CancellationToken.None) is { } record)
        {
            await Readmission.TakeAlongAsync(admission, host, record, record.Epoch);
        }

        return true;
    }

    /// <summary>It isn't needed: lets go of what was made ready.</summary>
    /// <param name="sessionId">Our id of the session.</param>
    public Task AbandonAsync(string sessionId) => host.AbandonAsync(sessionId);
}
