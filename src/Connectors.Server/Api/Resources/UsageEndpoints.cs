using System.Globalization;
using Connectors.Core.Sessions.Keeping;
using Connectors.Core.Tenancy;
using Connectors.Server.Api.Access;
using Connectors.Server.Api.Http;

namespace Connectors.Server.Api.Resources;

/// <summary>What a tenant used.</summary>
internal static class UsageEndpoints
{
    private const string DayFormat = "yyyy-MM-dd";
    private const int UsualDays = 30;

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/usage", SumAsync).WithName("getUsage").WithTags("Usage").RequireAuthorization(ApiPolicies.Read)
            .WithSummary("Sessions and seconds by day (UTC) and connector; from and to, by default the last 30 days")
            .Answers<UsageReport>();

    private static async Task<IResult> SumAsync(
        ApiAccess access, string? from, string? to, UsageDesk desk, TimeProvider time, CancellationToken cancel)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var last = today;
        var first = default(DateOnly);
        List<FieldError> errors = [];
        if (to is not null && !TryRead(to, out last))
        {
            errors.Add(new("to", $"Must be a day as {DayFormat}."));
        }

        if (from is not null && !TryRead(from, out first))
        {
            errors.Add(new("from", $"Must be a day as {DayFormat}."));
        }

        if (errors.Count > 0)
        {
            return Answer.Of(Refusal.Invalid(errors));
        }

        first = from is null ? last.AddDays(-Math.Min(UsualDays, last.DayNumber)) : first;
        return Answer.Of(await desk.SumAsync(access.TenantId, first, last, cancel), report => report);
    }

    private static bool TryRead(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
