namespace Connectors.Core.Bridging;

/// <summary>The session is this process's: join the room.</summary>
internal sealed record EnterRequest
{
    public static EnterRequest Instance { get; } = new();
}
