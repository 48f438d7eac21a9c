namespace Connectors.Sandbox.ElevenLabs;

/// <summary>Why the sandbox ends a conversation.</summary>
/// <param name="Code">Close code.</param>
/// <param name="ErrorType">Of the error event.</param>
/// <param name="Reason">Close reason.</param>
internal sealed record Refusal(int Code, string ErrorType, string Reason)
{
    public static Refusal InvalidMessage(string why) => new(1008, "invalid_message", $"Invalid message received: {why}");
}
