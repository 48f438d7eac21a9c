namespace Connectors.Core.Avatars;

/// <summary>
/// Receives an avatar connection's events, in order, never concurrently; returns at once and never throws.
/// <see cref="AvatarEvent.Ended"/> comes exactly once and last.
/// </summary>
public interface IAvatarListener
{
    /// <summary>An event.</summary>
    /// <param name="e">The event.</param>
    void OnEvent(AvatarEvent e);
}
