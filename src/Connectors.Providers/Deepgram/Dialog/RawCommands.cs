using System.Text.Json;

namespace Connectors.Providers.Deepgram.Dialog;

/// <summary>
/// Deepgram's own messages that a client may send through us: the injections. Not the updates, which could change prompt, model
/// and voice under our feet, and no function responses, which have a way of their own.
/// </summary>
internal static class RawCommands
{
    private const int LongestText = 100_000;

    /// <summary>Sends a message if it is allowed.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="type">Its type.</param>
    /// <param name="data">Its members.</param>
    public static SendResult Send(Conversation conversation, string type, JsonElement data)
    {
        switch (type)
        {
            case "InjectUserMessage":
                return TextOf(data, "content") is { } content ? conversation.AddUserText(content) : SendResult.Invalid;
            case "InjectAgentMessage":
                var behavior = data.Member("behavior").ValueKind == JsonValueKind.Undefined ? "default" : data.Text("behavior");
                return TextOf(data, "message") is { } message && (behavior is "default" or "queue" or "interrupt")
                    ? conversation.Say(message, behavior)
                    : SendResult.Invalid;
            default:
                return SendResult.NotSupported;
        }
    }

    private static string? TextOf(JsonElement data, string name) =>
        data.Text(name) is { Length: <= LongestText } text && !string.IsNullOrWhiteSpace(text) ? text : null;
}
