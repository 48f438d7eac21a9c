using Connectors.Core.Sessions;

namespace Connectors.Server.Api.Contracts;

/// <summary>Time limits of a session; what is left out is the default.</summary>
/// <param name="MaximumDurationSeconds">Longest session: 10 to 86400, default 1800.</param>
/// <param name="IdleSeconds">Ends a session in which nothing happens: 10 to 86400, default 300.</param>
/// <param name="NoUserSeconds">Ends a session whose user does not come: 1 to 300, default 240.</param>
/// <param name="UserGoneSeconds">Ends a session whose user left: 0 to 300, default 20.</param>
internal sealed record LimitsBody(
    double? MaximumDurationSeconds = null, double? IdleSeconds = null, double? NoUserSeconds = null, double? UserGoneSeconds = null)
{
    // Beyond every limit, and still a time.
    private const double Farthest = 1_000_000;

    public SessionLimits ToLimits()
    {
        var usual = new SessionLimits();
        return usual with
        {
            MaximumDuration = Time(MaximumDurationSeconds, usual.MaximumDuration),
            Idle = Time(IdleSeconds, usual.Idle),
            NoUser = Time(NoUserSeconds, usual.NoUser),
            UserGone = Time(UserGoneSeconds, usual.UserGone),
        };
    }

    private static TimeSpan Time(double? seconds, TimeSpan usual) =>
        seconds is { } given ? TimeSpan.FromSeconds(Math.Clamp(given, -1, Farthest)) : usual;
}
