namespace Connectors.Core.Sessions.Admission;

/// <summary>Whether a place was taken.</summary>
/// <param name="Verdict">Whether, and if not, why.</param>
/// <param name="RetryAfter">When it is worth asking again; null: nobody knows.</param>
public sealed record QuotaAnswer(QuotaVerdict Verdict, TimeSpan? RetryAfter = null);
