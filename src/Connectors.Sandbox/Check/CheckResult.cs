namespace Connectors.Sandbox.Check;

/// <summary>What one check found.</summary>
/// <param name="Subject">What was checked.</param>
/// <param name="Outcome">How it came out.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Remedy">What to do about it, where something is wrong or could not be checked.</param>
internal sealed record CheckResult(string Subject, CheckOutcome Outcome, string Detail, string? Remedy = null)
{
    public static CheckResult Good(string subject, string detail) => new(subject, CheckOutcome.Good, detail);

    public static CheckResult Wrong(string subject, string detail, string remedy) => new(subject, CheckOutcome.Wrong, detail, remedy);

    public static CheckResult Unchecked(string subject, string detail, string remedy) =>
        new(subject, CheckOutcome.Unchecked, detail, remedy);
}
