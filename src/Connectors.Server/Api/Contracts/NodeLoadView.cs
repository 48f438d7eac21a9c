namespace Connectors.Server.Api.Contracts;

/// <summary>How full a node of the cluster is, as it last told the others.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Sessions">Sessions that it has.</param>
/// <param name="Capacity">How many there may be.</param>
/// <param name="Draining">Whether it lets nobody in.</param>
internal sealed record NodeLoadView(string Id, int Sessions, int Capacity, bool Draining);
