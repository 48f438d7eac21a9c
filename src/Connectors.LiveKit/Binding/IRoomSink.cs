namespace Connectors.LiveKit.Binding;

/// <summary>Takes the library's events of one room. Called from the library's threads; must return at once.</summary>
internal interface IRoomSink
{
    /// <summary>An event; the handles in it are the receiver's.</summary>
    /// <param name="e">The event.</param>
    void OnRoomEvent(Protocol.RoomEvent e);

    /// <summary>The library has failed; nothing will come any more.</summary>
    void OnLibraryFailed();
}
