using System.Text.Json;
using Connectors.Providers.CustomAgent.Wire;

namespace Connectors.Providers.CustomAgent.Dialog;

/// <summary>Messages between a tenant's client and its agent that mean nothing to us: their types begin with <c>x_</c>.</summary>
internal static class OwnMessages
{
    private const int LongestType = 64;
    private const int LongestData = 65_536;

    /// <summary>Sends one if it is allowed.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="type">Its type.</param>
    /// <param name="data">Its members; undefined if there are none.</param>
    public static SendResult Send(Conversation conversation, string type, JsonElement data)
    {
        if (!type.StartsWith("x_", StringComparison.Ordinal) || type.Length > LongestType || LenientJson.Name(type) != type)
        {
            return SendResult.NotSupported;
        }

        var isGood = data.ValueKind == JsonValueKind.Undefined
            || (data.ValueKind == JsonValueKind.Object && data.GetRawText().Length <= LongestData);
        return isGood ? conversation.Send(true, () => HostMessages.Own(type, data)) : SendResult.Invalid;
    }
}
