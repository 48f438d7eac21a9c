using Connectors.Core.Tenancy;

namespace Connectors.Core.Sessions.Admission;

/// <summary>
/// Lets sessions in, or not: what a tenant, a credential and the node may have at once, and a tenant within a minute. Exact
/// however many ask at once: never one too many, and nothing is taken by whoever is refused.
/// </summary>
public interface IAdmission
{
    /// <summary>How full it is.</summary>
    AdmissionFigures Figures { get; }

    /// <summary>Asks for a session's place.</summary>
    /// <param name="request">For whom.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>
    /// The place, or a refusal: <see cref="RefusalKind.QuotaReached"/>, <see cref="RefusalKind.RateReached"/>,
    /// <see cref="RefusalKind.CredentialBusy"/>, <see cref="RefusalKind.CapacityReached"/>, or
    /// <see cref="RefusalKind.Conflict"/>: the session has a place already.
    /// </returns>
    Task<Outcome<AdmissionTicket>> AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Takes over the place of a session that is in, from whoever has it: without asking whether there is room, and without counting
    /// as a start. Whoever had it before forgets it, and what it gives back of it later is nothing. Where nobody can be asked the
    /// session counts here all the same. To be called when the session itself was taken over; who calls it looks afterwards whether the
    /// session has ended meanwhile, and releases it then.
    /// </summary>
    /// <param name="request">For whom, with the session's epoch.</param>
    /// <param name="cancellationToken">Cancels the wait; nothing is kept then.</param>
    Task ReadmitAsync(AdmissionRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// The session that is in uses another credential from here on: it is counted under that one, whether there is room or not, and
    /// its place under the one before is free. Nothing happens if it isn't in here.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="credentialId">The credential that it uses now.</param>
    void ChangeCredential(string sessionId, string credentialId);

    /// <summary>Gives a session's place back; nothing happens if it has none any more.</summary>
    /// <param name="sessionId">The session that ended.</param>
    void Release(string sessionId);

    /// <summary>Begins or ends to send everybody away; sessions that are in stay in.</summary>
    /// <param name="isDraining">Whether nobody is let in.</param>
    void SetDraining(bool isDraining);
}
