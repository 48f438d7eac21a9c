using System.Text.Json.Serialization;

namespace Connectors.Server.LiveAvatarApi.Sessions;

/// <summary>How prepared sessions are written in the store.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PreparedSession))]
internal sealed partial class PreparedJson : JsonSerializerContext;
