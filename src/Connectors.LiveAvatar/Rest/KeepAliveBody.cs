using System.Text.Json.Serialization;

namespace Connectors.LiveAvatar.Rest;

/// <summary>Body of <c>/v1/sessions/keep-alive</c>; with an API key the session must be named.</summary>
internal sealed record KeepAliveBody([property: JsonPropertyName("session_id")] string SessionId);
