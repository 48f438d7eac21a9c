using System.Text.Json;
using System.Text.Json.Serialization;
using Connectors.Core.Vault;

namespace Connectors.Core.Webhooks;

/// <summary>How webhooks are written in the store and their events on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(SecretConverter)])]
[JsonSerializable(typeof(Webhook))]
[JsonSerializable(typeof(WebhookDelivery))]
[JsonSerializable(typeof(WebhookPayload))]
[JsonSerializable(typeof(WebhookEventData))]
internal sealed partial class WebhookJson : JsonSerializerContext
{
    /// <summary>An enumeration's member as JSON has it here, such as <c>tenant-error</c>.</summary>
    public static string Word<T>(T member)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(member.ToString());
}
