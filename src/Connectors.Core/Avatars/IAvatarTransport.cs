namespace Connectors.Core.Avatars;

/// <summary>Connects to avatars.</summary>
public interface IAvatarTransport
{
    /// <summary>
    /// Starts to connect and returns at once. The outcome arrives at the listener: <see cref="AvatarEvent.Connected"/>,
    /// or <see cref="AvatarEvent.Ended"/> with the reason.
    /// </summary>
    /// <param name="address">The session's <c>ws_url</c>: a bearer secret.</param>
    /// <param name="listener">Told everything.</param>
    IAvatarConnection Open(Uri address, IAvatarListener listener);
}
