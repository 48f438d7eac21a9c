using Connectors.Core.Avatars;

namespace Connectors.Server.Api.Contracts;

/// <summary>A channel in the tenant's own Agora project.</summary>
/// <param name="AppId">The app: 32 hexadecimal digits.</param>
/// <param name="Channel">Name of the channel.</param>
/// <param name="Token">The avatar's token, with rights to publish.</param>
/// <param name="Uid">The avatar's uid, a number as text; nobody else in the channel has it.</param>
internal sealed record AgoraBody(string? AppId = null, string? Channel = null, string? Token = null, string? Uid = null)
{
    public AgoraChannel ToChannel() => new(AppId ?? string.Empty, Channel ?? string.Empty, Token ?? string.Empty, Uid ?? string.Empty);

    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(AgoraBody);
}
