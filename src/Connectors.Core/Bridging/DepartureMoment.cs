namespace Connectors.Core.Bridging;

/// <summary>A moment between turns.</summary>
/// <param name="Touches">How much had happened by then: the same number later says that nothing has since.</param>
internal sealed record DepartureMoment(long Touches)
{
    /// <summary>None came, and nobody waits any more.</summary>
    public static DepartureMoment Any { get; } = new(-1);
}
