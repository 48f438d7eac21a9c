namespace Connectors.Core.Sessions;

/// <summary>The answer to a command.</summary>
/// <param name="Reason">Kebab-case; null if the command was accepted.</param>
/// <param name="Message">For people; null if the command was accepted.</param>
public sealed record CommandOutcome(string? Reason, string? Message)
{
    /// <summary>The command was carried out.</summary>
    public static CommandOutcome Accepted { get; } = new(null, null);

    /// <summary>The process that had the session was lost with the command: it isn't repeated, for it may have been carried out.</summary>
    public static CommandOutcome Unknown { get; } =
        new("outcome-unknown", "The session's node was lost: nobody knows whether the command was carried out.");

    /// <summary>Whether the command was carried out.</summary>
    public bool IsAccepted => Reason is null;

    /// <summary>What became of something handed to the agent.</summary>
    /// <param name="result">What the agent connection said.</param>
    public static CommandOutcome Of(SendResult result) => result switch
    {
        SendResult.Accepted => Accepted,
        SendResult.NotSupported => new("not-supported", "The agent's provider has no such thing."),
        SendResult.NotOpen => new("agent-not-ready", "The agent's conversation is not open."),
        SendResult.QueueFull => new("agent-busy", "The agent's provider does not take messages fast enough."),
        SendResult.UnknownCall => new("unknown-tool-call", "There is no such tool call waiting for a result."),
        _ => new("invalid-message", "The message is malformed or too large for the agent's provider."),
    };
}
