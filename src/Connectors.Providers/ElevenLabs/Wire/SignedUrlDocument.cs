namespace Connectors.Providers.ElevenLabs.Wire;

/// <summary>The answer of <c>GET /v1/convai/conversation/get-signed-url</c>.</summary>
/// <param name="SignedUrl">A bearer secret for 15 minutes.</param>
internal sealed record SignedUrlDocument(string? SignedUrl)
{
    public override string ToString() => nameof(SignedUrlDocument);
}
