namespace Connectors.Server.Api.Access;

/// <summary>Marks endpoints that count the calls of a key by themselves and refuse in a form of their own.</summary>
internal sealed class OwnLimits;
