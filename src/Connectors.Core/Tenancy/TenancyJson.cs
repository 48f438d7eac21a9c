using System.Text.Json.Serialization;
using Connectors.Core.Vault;

namespace Connectors.Core.Tenancy;

/// <summary>How what tenants have is written in the store.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(SecretConverter)])]
[JsonSerializable(typeof(Tenant))]
[JsonSerializable(typeof(ApiKey))]
[JsonSerializable(typeof(Credential))]
[JsonSerializable(typeof(VoiceAgent))]
[JsonSerializable(typeof(Context))]
internal sealed partial class TenancyJson : JsonSerializerContext;
