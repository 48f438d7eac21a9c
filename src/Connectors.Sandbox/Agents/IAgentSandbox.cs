namespace Connectors.Sandbox.Agents;

/// <summary>A stand-in of a provider that runs.</summary>
internal interface IAgentSandbox : IAsyncDisposable
{
    /// <summary>Address for the setting <c>baseUrl</c>.</summary>
    string BaseUrl { get; }
}
