namespace Connectors.Core.Tenancy;

/// <summary>What shall become of something that is kept.</summary>
/// <typeparam name="T">What it is.</typeparam>
/// <param name="Caller">Who asks.</param>
/// <param name="Verb">What is done, as in <c>credential.rotate</c>.</param>
/// <param name="Id">Which one.</param>
/// <param name="Version">The version that is to be changed, or null: whichever it is.</param>
/// <param name="Change">What becomes of it; called again when it was changed meanwhile.</param>
internal sealed record Replacement<T>(Caller Caller, string Verb, string Id, long? Version, Func<T, T> Change)
    where T : class
{
    /// <summary>Where it is kept, if not among the caller's.</summary>
    public string? Partition { get; init; }
}
