namespace Connectors.Server.Api.Http;

/// <summary>A part of a request that was read before the endpoint runs, and may be wrong.</summary>
internal interface IRequestPart
{
    /// <summary>What is wrong with it, or null.</summary>
    Problem? Problem { get; }
}
