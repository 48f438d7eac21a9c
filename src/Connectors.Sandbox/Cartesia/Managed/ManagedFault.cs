using System.Text.Json.Nodes;

namespace Connectors.Sandbox.Cartesia.Managed;

/// <summary>An error, with the close that follows it if it is fatal.</summary>
/// <param name="Code">Such as <c>invalid_event</c>; null closes without a word.</param>
/// <param name="Message">For people; the close's reason where there is no error.</param>
/// <param name="Status">Close code; 0 if the conversation goes on.</param>
internal sealed record ManagedFault(string? Code, string Message, int Status)
{
    /// <summary>The client was silent for too long; how Cartesia says so is not documented, so it is as for a call of Line.</summary>
    public static ManagedFault Idle { get; } = new(null, "connection idle timeout", 1000);

    /// <summary>The agent hung up.</summary>
    public static ManagedFault HungUp { get; } = new(null, string.Empty, 1000);

    /// <summary>The agent failed.</summary>
    public static ManagedFault AgentFailed { get; } = new("agent_failed", "The agent failed.", 1011);

    /// <summary>A message of more than 32 KiB.</summary>
    public static ManagedFault TooLarge { get; } = new(null, "message too large", 1009);

    /// <summary>An event that is ignored.</summary>
    public static ManagedFault Ignored(string what) => new("invalid_event", what, 0);

    /// <summary>An event with which the conversation can't go on.</summary>
    public static ManagedFault Breach(string what, string code = "invalid_event") => new(code, what, 1008);

    /// <summary>The error's event; null if it is none.</summary>
    public JsonObject? ToEvent() => Code is null
        ? null
        : new() { ["type"] = "error", ["code"] = Code, ["message"] = Message, ["fatal"] = Status != 0 };
}
