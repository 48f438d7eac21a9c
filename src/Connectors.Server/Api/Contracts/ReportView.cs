using Connectors.Validation;

namespace Connectors.Server.Api.Contracts;

/// <summary>What a provider said of a voice agent.</summary>
/// <param name="Usable">Whether a session could be started.</param>
/// <param name="Findings">Everything found.</param>
/// <param name="Facts">What is known of the agent; null if the provider couldn't be asked.</param>
internal sealed record ReportView(bool Usable, IReadOnlyList<FindingView> Findings, FactsView? Facts)
{
    public static ReportView From(ValidationReport report) => new(
        report.IsUsable, [.. report.Findings.Select(FindingView.From)], report.Facts is { } facts ? FactsView.From(facts) : null);
}
