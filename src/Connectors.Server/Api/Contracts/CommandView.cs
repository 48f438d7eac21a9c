using Connectors.Core.Sessions;

namespace Connectors.Server.Api.Contracts;

/// <summary>What a session answered to a command.</summary>
/// <param name="Accepted">Whether it was carried out.</param>
/// <param name="Reason">Why not; stable, kebab-case.</param>
/// <param name="Message">The same for people.</param>
internal sealed record CommandView(bool Accepted, string? Reason, string? Message)
{
    public static CommandView From(CommandOutcome outcome) => new(outcome.IsAccepted, outcome.Reason, outcome.Message);
}
