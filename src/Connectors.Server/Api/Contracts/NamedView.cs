namespace Connectors.Server.Api.Contracts;

/// <summary>Something by id and name.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
internal sealed record NamedView(string Id, string Name);
