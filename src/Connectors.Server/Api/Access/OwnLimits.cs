namespace Connectors.Server.Api.Access;

/// <summary>Marks endpoints that count the calls of a key by themselves and refuse in a form of their own.</summary>
/// <param name="TooMany">What they answer where their address is refused before them.</param>
internal sealed record OwnLimits(Func<HttpContext, IResult> TooMany);
