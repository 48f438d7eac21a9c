using Connectors.Core.Tenancy;

namespace Connectors.Server.LiveAvatarApi.Access;

/// <summary>A page that calls with its session's token.</summary>
/// <param name="Caller">The caller, as desks want it.</param>
/// <param name="Claims">What its token says.</param>
internal sealed record SessionCaller(Caller Caller, SessionTokenClaims Claims);
