using Connectors.Core.Rooms;
using Connectors.LiveKit.Binding;

namespace Connectors.LiveKit.Rooms;

/// <summary>Joins LiveKit rooms through LiveKit's native library.</summary>
/// <param name="options">Limits and the library's place.</param>
/// <param name="time">The clock.</param>
/// <param name="failureListener">Told when the library fails; null for nobody.</param>
internal sealed class LiveKitRoomTransport(LiveKitOptions options, TimeProvider time, ILibraryFailureListener? failureListener = null)
    : IRoomTransport
{
    private readonly Lock _lock = new();
    private LiveKitLibrary? _library;

    /// <inheritdoc/>
    public IRoomConnection Join(RoomAddress address, IRoomListener listener) => Enter(address, listener);

    /// <summary>The same, for those who also publish.</summary>
    /// <param name="address">Which room, and by which token.</param>
    /// <param name="listener">Told everything.</param>
    internal LiveKitRoomConnection Enter(RoomAddress address, IRoomListener listener)
    {
        var connection = new LiveKitRoomConnection(address, listener, options, time);
        connection.Start(Library);
        return connection;
    }

    private LiveKitLibrary Library()
    {
        lock (_lock)
        {
            if (_library is null)
            {
                _library = LiveKitLibrary.Get(options);
                if (failureListener is not null)
                {
                    _library.Failed += failureListener.OnLibraryFailed;
                }
            }

            return _library;
        }
    }
}
