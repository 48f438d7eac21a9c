using System.Text.Json.Serialization;

namespace Connectors.LiveAvatar.Rest;

/// <summary>Body of <c>/v1/sessions/stop</c>; with an API key the session must be named.</summary>
internal sealed record StopBody(
    [property: JsonPropertyName("session_id")] string SessionId, [property: JsonPropertyName("reason")] string Reason);
