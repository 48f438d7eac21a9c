namespace Connectors.LiveKit;

/// <summary>
/// Told when the native library has failed (a panic inside of it). Every room was ended with
/// <see cref="Connectors.Core.Rooms.RoomEndKind.LibraryFailure"/> and no room can be joined in this process any more:
/// the process should take no new work, end its sessions in good order and stop.
/// </summary>
public interface ILibraryFailureListener
{
    /// <summary>Called once a process, from a thread of the library; returns at once and never throws.</summary>
    /// <param name="message">The library's own text, for an operator; it can name participants, so it is no log text.</param>
    void OnLibraryFailed(string message);
}
