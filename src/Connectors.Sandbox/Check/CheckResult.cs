namespace Connectors.Sandbox.Check;

/// <summary>What one check found.</summary>
/// <param name="Subject">What was checked.</param>
/// <param name="IsGood">Whether it will work; null if it could not be checked.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Remedy">What to do about it, where something is wrong.</param>
internal sealed record CheckResult(string Subject, bool? IsGood, string Detail, string? Remedy = null);
