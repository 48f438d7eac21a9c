namespace Connectors.Providers.ElevenLabs;

/// <summary>An error event, nested or flat, as it comes just before a close.</summary>
/// <param name="Code">A close code, if told.</param>
/// <param name="Type">Such as <c>llm_timeout</c>.</param>
/// <param name="Message">Written by the provider: only searched, never shown.</param>
internal sealed record ProviderError(int? Code, string? Type, string? Message)
{
    public override string ToString() => nameof(ProviderError);
}
