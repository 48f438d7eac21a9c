using System.Text.Json.Serialization;

namespace Connectors.Server.Api.Idempotency;

[JsonSerializable(typeof(KeptAnswer))]
internal sealed partial class IdempotencyJson : JsonSerializerContext;
