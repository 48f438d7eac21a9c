using System.Text.Json.Serialization;

namespace Connectors.LiveAvatar.Rest;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TokenBody))]
[JsonSerializable(typeof(StopBody))]
[JsonSerializable(typeof(KeepAliveBody))]
internal sealed partial class ApiJson : JsonSerializerContext;
