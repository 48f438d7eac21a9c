namespace Connectors.Core.Bridging;

/// <summary>The session doesn't go after all.</summary>
internal sealed record StayRequest
{
    public static StayRequest Instance { get; } = new();
}
