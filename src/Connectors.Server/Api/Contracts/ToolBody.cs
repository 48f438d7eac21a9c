using Connectors.Core.Tools;

namespace Connectors.Server.Api.Contracts;

/// <summary>A tool that the tenant's own server carries out.</summary>
/// <param name="Name">The tool, as the agent calls it.</param>
/// <param name="Url">Where a call is posted to.</param>
/// <param name="TimeoutMs">How long it is given, 100 to 60,000; default 20,000.</param>
/// <param name="Fallback">What the agent is told instead when the call fails, 1 to 2,000 characters; null: that it failed.</param>
internal sealed record ToolBody(string? Name = null, string? Url = null, long TimeoutMs = 20_000, string? Fallback = null)
{
    public ToolEndpoint ToEndpoint() => new()
    {
        Name = Name ?? string.Empty,
        Url = Url ?? string.Empty,
        Timeout = TimeSpan.FromMilliseconds(Math.Clamp(TimeoutMs, -1, int.MaxValue)),
        Fallback = Fallback,
    };

    public static ToolBody From(ToolEndpoint endpoint) =>
        new(endpoint.Name, endpoint.Url, (long)endpoint.Timeout.TotalMilliseconds, endpoint.Fallback);

    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(ToolBody);
}
