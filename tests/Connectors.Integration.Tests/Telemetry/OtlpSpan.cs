namespace Connectors.Integration.Tests.Telemetry;

/// <summary>A span that was received.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Name">Its own.</param>
/// <param name="Kind"><c>internal</c>, <c>server</c>, <c>client</c>….</param>
/// <param name="Trace">Id of its trace.</param>
/// <param name="Id">Its own.</param>
/// <param name="Parent">Its parent's; empty for a root.</param>
/// <param name="Attributes">Its attributes.</param>
/// <param name="Events">Names of its events.</param>
/// <param name="Links">Ids of the spans that it is linked to.</param>
internal sealed record OtlpSpan(
    string Source,
    string Name,
    string Kind,
    string Trace,
    string Id,
    string Parent,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<string> Events,
    IReadOnlyList<string> Links);
