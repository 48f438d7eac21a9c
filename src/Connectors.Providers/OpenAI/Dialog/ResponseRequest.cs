using System.Text.Json;

namespace Connectors.Providers.OpenAI.Dialog;

/// <summary>A response that we want of OpenAI, as soon as it may be asked for.</summary>
/// <param name="Instructions">In place of the session's; null for an ordinary answer.</param>
/// <param name="Response">Settings of the response as a client passed them; undefined otherwise.</param>
internal sealed record ResponseRequest(string? Instructions, JsonElement Response)
{
    /// <summary>An answer to what stands in the conversation. One answers everything, so two are never wanted.</summary>
    public static ResponseRequest Answer { get; } = new(null, default);

    public bool IsAnswer => Instructions is null && Response.ValueKind == JsonValueKind.Undefined;

    /// <inheritdoc/>
    public override string ToString() => nameof(ResponseRequest);
}
