using System.Globalization;
using Connectors.Core.Auditing;
using Connectors.Core.Tenancy;
using Connectors.Server.Api.Access;
using Connectors.Server.Api.Contracts;
using Connectors.Server.Api.Http;

namespace Connectors.Server.Api.Resources;

/// <summary>The audit log: a tenant's own, and the operator's.</summary>
internal static class AuditEndpoints
{
    public static void Map(RouteGroupBuilder api, string name) =>
        api.MapGet("/audit-log", ListAsync).WithName(name).WithTags("Audit log").WithSummary("Who did what, newest first")
            .Answers<Page<AuditView>>();

    private static async Task<IResult> ListAsync(ApiAccess access, Paging paging, IAuditTrail trail, CancellationToken cancel)
    {
        long? before = null;
        if (paging.After is { } after)
        {
            if (!long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var place))
            {
                return Answer.Of(Refusal.Invalid(new FieldError("cursor", "Must be the next_cursor of a page of the same list.")));
            }

            before = place;
        }

        var entries = await trail.ListAsync(access.TenantId, before, paging.Limit, cancel);
        var next = entries.Count == paging.Limit ? entries[^1].Sequence.ToString(CultureInfo.InvariantCulture) : null;
        return Answer.Value(new Page<AuditView>([.. entries.Select(AuditView.Of)], Paging.Cursor(next)));
    }
}
