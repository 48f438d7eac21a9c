using Connectors.Core.Avatars;

namespace Connectors.LiveAvatar.Lite;

/// <summary>Connects to the LITE socket of a session (<c>ws_url</c>; facts/liveavatar.md §2).</summary>
internal sealed class LiteAvatarTransport(LiveAvatarHttp http, TimeProvider time) : IAvatarTransport
{
    public IAvatarConnection Open(Uri address, IAvatarListener listener) =>
        new LiteAvatarConnection(address, listener, http, time);
}
