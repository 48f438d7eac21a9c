using Connectors.Core.Outgoing;
using Connectors.Core.Tenancy;

namespace Connectors.Core.Tools;

/// <summary>Rules for a list of tool endpoints.</summary>
internal static class ToolEndpoints
{
    private const int Most = 64;

    /// <summary>What is wrong with a list, under <c>tools</c>.</summary>
    public static IEnumerable<FieldError> Errors(IReadOnlyList<ToolEndpoint> endpoints, UrlRules rules)
    {
        if (endpoints.Count > Most)
        {
            return [new("tools", "Has up to 64 members.")];
        }

        var twice = endpoints.GroupBy(static endpoint => endpoint.Name, StringComparer.Ordinal).Where(static group => group.Skip(1).Any());
        return
        [
            .. endpoints.SelectMany((endpoint, index) => endpoint.Errors(rules).Select(error => error.Under($"tools[{index}]"))),
            .. twice.Select(static group => new FieldError("tools", $"Two of them are for the tool '{group.Key}'.")),
        ];
    }
}
