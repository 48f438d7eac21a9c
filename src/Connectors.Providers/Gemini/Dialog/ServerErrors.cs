using System.Text.Json;

namespace Connectors.Providers.Gemini.Dialog;

/// <summary>
/// An error as a message. Gemini closes the socket with a reason instead, but Google's other interfaces answer like this, and
/// so may a gateway before it.
/// </summary>
internal static class ServerErrors
{
    /// <summary>The message's member <c>error</c>.</summary>
    /// <param name="conversation">Changed by it.</param>
    /// <param name="error">The error.</param>
    public static void Apply(Conversation conversation, JsonElement error)
    {
        var status = LenientJson.Name(error.Text("status"));
        if (GeminiLiveCloses.OfStatus(status) is { } fatal)
        {
            conversation.End(fatal);
        }
        else if (!conversation.IsReady)
        {
            conversation.End(new(CloseKind.Misconfigured, false, status, "Gemini refused the session's settings."));
        }
        else
        {
            conversation.Warn("provider-error", $"Gemini reported an error ({status}).");
        }
    }
}
