namespace Connectors.Core.Sessions.Desk;

/// <summary>Some of a tenant's sessions, and where to go on.</summary>
/// <param name="Sessions">The sessions.</param>
/// <param name="Next">Id behind which to go on; null: there are no more.</param>
public sealed record SessionPage(IReadOnlyList<SessionView> Sessions, string? Next);
