using System.Text.Json;
using Connectors.Providers.Cartesia.Managed.Wire;

namespace Connectors.Providers.Cartesia.Managed.Dialog;

/// <summary>The one message of Cartesia's own that a client may send through us: a key of a telephone.</summary>
internal static class RawCommands
{
    /// <summary>Sends a message if it is allowed.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="type">Its type.</param>
    /// <param name="data">Its members.</param>
    public static SendResult Send(Conversation conversation, string type, JsonElement data)
    {
        if (type != "dtmf_input")
        {
            return SendResult.NotSupported;
        }

        return data.Text("digit") is { Length: 1 } digit && (char.IsAsciiDigit(digit[0]) || digit is "*" or "#")
            ? conversation.Send(ClientMessages.Dtmf(digit))
            : SendResult.Invalid;
    }
}
