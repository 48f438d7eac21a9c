using System.Text.Json;

namespace Connectors.Providers.Cartesia.Dialog;

/// <summary>
/// Cartesia's own messages that a client may send through us: <c>custom</c>, the free channel to the agent's code, and <c>dtmf</c>.
/// </summary>
internal static class RawCommands
{
    private const int LongestMetadata = 100_000;

    /// <summary>Sends a message if it is allowed.</summary>
    /// <param name="conversation">The call.</param>
    /// <param name="name">Its event.</param>
    /// <param name="data">Its members, without the call's id.</param>
    public static SendResult Send(Conversation conversation, string name, JsonElement data)
    {
        switch (name)
        {
            case "custom":
                var metadata = data.Member("metadata");
                return metadata.ValueKind == JsonValueKind.Object && metadata.GetRawText().Length <= LongestMetadata
                    ? conversation.SendCustom(metadata)
                    : SendResult.Invalid;
            case "dtmf":
                return data.Text("dtmf") is { Length: 1 } digit && (char.IsAsciiDigit(digit[0]) || digit is "*" or "#")
                    ? conversation.SendDtmf(digit)
                    : SendResult.Invalid;
            default:
                return SendResult.NotSupported;
        }
    }
}
