namespace Connectors.Sandbox.Cartesia;

/// <summary>An end of a call.</summary>
/// <param name="Status">Close code.</param>
/// <param name="Reason">Its reason.</param>
internal sealed record CallClose(int Status, string Reason)
{
    /// <summary>The call was silent for too long.</summary>
    public static CallClose Idle { get; } = new(1000, "connection idle timeout");

    /// <summary>The client broke the protocol; with which code Cartesia says so is not documented.</summary>
    public static CallClose Breach(string what) => new(1008, what);

    /// <summary>The agent hung up.</summary>
    public static CallClose ByAgent(string? reason) =>
        new(1000, reason is null ? "call ended by agent" : $"call ended by agent, reason: {reason}");
}
