using Connectors.Core.Sessions;

namespace Connectors.Server.Api.Contracts;

/// <summary>How long the user waited for an answer.</summary>
/// <param name="Turn">Turn of the session.</param>
/// <param name="Ms">Milliseconds from the end of the user's speech until the avatar spoke.</param>
internal sealed record LiveResponseView(long Turn, double Ms)
{
    public static LiveResponseView From(TurnResponse response) => new(response.Turn, Math.Round(response.After.TotalMilliseconds, 1));
}
