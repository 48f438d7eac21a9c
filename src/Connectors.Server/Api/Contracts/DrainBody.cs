namespace Connectors.Server.Api.Contracts;

/// <summary>Whether this node lets sessions in.</summary>
/// <param name="Draining">True: it lets nobody in; sessions that are on go on.</param>
internal sealed record DrainBody(bool? Draining = null);
