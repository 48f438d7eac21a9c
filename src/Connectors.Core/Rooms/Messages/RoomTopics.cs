namespace Connectors.Core.Rooms.Messages;

/// <summary>Topics of the data messages in a room.</summary>
public static class RoomTopics
{
    /// <summary>The user's page to us: commands, spelled as the web SDK spells them.</summary>
    public const string Control = "agent-control";

    /// <summary>Us to the user's page: the events that the web SDK knows; it warns about every other one.</summary>
    public const string Response = "agent-response";

    /// <summary>
    /// Us to the user's page, what the web SDK doesn't know: answers to commands, states, warnings. It ignores other topics
    /// silently (facts/sdk-proof.md §2).
    /// </summary>
    public const string Connectors = "connectors";
}
