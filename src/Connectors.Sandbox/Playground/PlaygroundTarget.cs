namespace Connectors.Sandbox.Playground;

/// <summary>What the playground talks to.</summary>
/// <param name="ApiUrl">The web SDK's <c>apiUrl</c>.</param>
/// <param name="ApiKey">Key of the site's tenant.</param>
/// <param name="TokenRequest">Body of <c>POST /v1/sessions/token</c>.</param>
/// <param name="Agent">The agent's name, for the page.</param>
internal sealed record PlaygroundTarget(Uri ApiUrl, Secret ApiKey, string TokenRequest, string Agent)
{
    /// <summary>The address only.</summary>
    public override string ToString() => ApiUrl.ToString();
}
