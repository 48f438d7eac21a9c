namespace Connectors.Core.Records;

/// <summary>Some values, and where to go on.</summary>
/// <typeparam name="T">What they are.</typeparam>
/// <param name="Values">The values.</param>
/// <param name="Next">Id behind which to go on; null: there are no more.</param>
public sealed record RecordPage<T>(IReadOnlyList<Stored<T>> Values, string? Next)
    where T : class;
