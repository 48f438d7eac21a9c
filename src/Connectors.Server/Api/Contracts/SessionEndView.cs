using Connectors.Core.Sessions;

namespace Connectors.Server.Api.Contracts;

/// <summary>How a session ended.</summary>
/// <param name="Result">Whose fault it was, if anybody's.</param>
/// <param name="EndedBy">Which side ended it.</param>
/// <param name="Reason">Stable, kebab-case; docs/07-sessions-and-events.md lists them.</param>
internal sealed record SessionEndView(SessionResult Result, EndedBy EndedBy, string Reason);
