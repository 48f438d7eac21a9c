using System.Text.Json;

namespace Connectors.Providers.Cartesia.Managed.Dialog;

/// <summary>Errors of the server. Their sentences may quote what was said, so only their codes are shown.</summary>
internal static class ServerErrors
{
    /// <summary><c>error</c>: after a fatal one Cartesia closes the connection; else it ignored a message and goes on.</summary>
    /// <param name="conversation">Changed by it.</param>
    /// <param name="error">The message.</param>
    public static void Apply(Conversation conversation, JsonElement error)
    {
        var code = LenientJson.Name(error.Text("code"));
        if (error.IsTrue("fatal"))
        {
            conversation.End(CartesiaManagedCloses.OfError(code, conversation.IsReady));
        }
        else
        {
            conversation.Warn("provider-warning", $"Cartesia ignored a message of ours ({code}).");
        }
    }
}
