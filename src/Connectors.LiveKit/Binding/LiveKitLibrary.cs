using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Connectors.LiveKit.Protocol;

namespace Connectors.LiveKit.Binding;

/// <summary>
/// LiveKit's native library, once in a process. Its events come on several threads at once and are routed by handle, not
/// broadcast: replies by our own request id, room events by room, audio frames by stream.
/// </summary>
internal sealed partial class LiveKitLibrary
{
    private static readonly Lock Loading = new();
    private static LiveKitLibrary? _loaded;

    private readonly ConcurrentDictionary<ulong, Action<FfiEvent?>> _replies = new();
    private readonly ConcurrentDictionary<ulong, IRoomSink> _rooms = new();
    private readonly ConcurrentDictionary<ulong, IAudioSink> _streams = new();
    private readonly ConcurrentDictionary<ulong, Action<VideoStreamEvent>> _pictures = new();
    private readonly Action<string>? _log;
    private long _requests;
    private long _handles;
    private long _faults;
    private int _failed;

    private LiveKitLibrary(nint library, Action<string>? log)
    {
        _log = log;
        _entryPoints = new(library);
    }

    /// <summary>Called once, when the library has panicked.</summary>
    public event Action<string>? Failed;

    /// <summary>Whether the library has panicked: nothing works any more.</summary>
    public bool HasFailed => Volatile.Read(ref _failed) != 0;

    /// <summary>Handles that were passed to us and not dropped yet, audio frames aside.</summary>
    public long Handles => Interlocked.Read(ref _handles);

    /// <summary>Exceptions of listeners, which must not throw; caught so that they don't reach native code.</summary>
    public long Faults => Interlocked.Read(ref _faults);

    /// <summary>Entries of the routing tables: what is still expected.</summary>
    public int Routes => _replies.Count + _rooms.Count + _streams.Count + _pictures.Count;

    /// <summary>The library; loaded by the first caller, whose options count for the whole process.</summary>
    /// <param name="options">Path and log.</param>
    /// <exception cref="LiveKitLibraryException">It can't be used here; the next call tries again.</exception>
    public static LiveKitLibrary Get(LiveKitOptions options)
    {
        lock (Loading)
        {
            if (_loaded is null)
            {
                var library = new LiveKitLibrary(LibraryFile.Load(options.LibraryPath), options.LibraryLog);
                _loaded = library;
                library.Initialize();
            }

            return _loaded;
        }
    }

    /// <summary>Sends a request that is answered at once.</summary>
    /// <param name="request">The request.</param>
    /// <param name="response">The answer; handles in it are the caller's.</param>
    /// <returns>False if the library refused it: an unknown handle, mostly.</returns>
    public bool TryRequest(FfiRequest request, [NotNullWhen(true)] out FfiResponse? response)
    {
        response = HasFailed ? null : Send(request);
        if (response is not null)
        {
            Own(response);
        }

        return response is not null;
    }

    /// <summary>Sends a request whose answer comes as an event.</summary>
    /// <param name="request">Makes the request with the id by which its answer will be known.</param>
    /// <returns>The event, or null if the request was refused or the library fails. Handles in it are the caller's.</returns>
    public Task<FfiEvent?> RequestAsync(Func<ulong, FfiRequest> request)
    {
        var reply = new TaskCompletionSource<FfiEvent?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = TryRequest(request, e => reply.TrySetResult(e));
        return reply.Task;
    }

    /// <summary>The same without a task; false (and no reply) if it was refused.</summary>
    /// <param name="request">Makes the request.</param>
    /// <param name="onReply">Called once: with the event, or null if refused or failed.</param>
    public bool TryRequest(Func<ulong, FfiRequest> request, Action<FfiEvent?> onReply)
    {
        // Registered before the request: its answer can come before the request returns.
        var id = (ulong)Interlocked.Increment(ref _requests);
        _replies[id] = onReply;
        var accepted = TryRequest(request(id), out _);
        if ((!accepted || HasFailed) && _replies.TryRemove(id, out _))
        {
            onReply(null);
        }

        return accepted;
    }

    /// <summary>Routes a room's events to a sink.</summary>
    /// <param name="room">Handle of the room.</param>
    /// <param name="sink">Told everything, until <see cref="RemoveRoom"/>.</param>
    public void AddRoom(ulong room, IRoomSink sink)
    {
        _rooms[room] = sink;
        if (HasFailed)
        {
            sink.OnLibraryFailed();
        }
    }

    /// <summary>Ends the routing.</summary>
    /// <param name="room">Handle of the room.</param>
    public void RemoveRoom(ulong room) => _rooms.TryRemove(room, out _);

    /// <summary>Routes a stream's frames to a sink.</summary>
    /// <param name="stream">Handle of the stream.</param>
    /// <param name="sink">Given every frame, until <see cref="RemoveStream"/>.</param>
    public void AddStream(ulong stream, IAudioSink sink) => _streams[stream] = sink;

    /// <summary>Ends the routing; a frame that is just being delivered still arrives.</summary>
    /// <param name="stream">Handle of the stream.</param>
    public void RemoveStream(ulong stream) => _streams.TryRemove(stream, out _);

    /// <summary>Routes a video stream's events to a sink: the stand-ins' only, for the service sees no video.</summary>
    /// <param name="stream">Handle of the stream.</param>
    /// <param name="sink">Given every event, until <see cref="RemovePictures"/>; the handles in it are the sink's.</param>
    public void AddPictures(ulong stream, Action<VideoStreamEvent> sink) => _pictures[stream] = sink;

    /// <summary>Ends the routing.</summary>
    /// <param name="stream">Handle of the stream.</param>
    public void RemovePictures(ulong stream) => _pictures.TryRemove(stream, out _);

    /// <summary>Gives a handle back.</summary>
    /// <param name="handle">The handle; 0 does nothing.</param>
    public void Drop(ulong handle)
    {
        if (handle != 0)
        {
            Interlocked.Decrement(ref _handles);
            DropNative(handle);
        }
    }

    /// <summary>Gives back all handles of a message that nobody wants.</summary>
    /// <param name="message">An event or a response.</param>
    public void DropAll(Google.Protobuf.IMessage message)
    {
        foreach (var handle in OwnedHandles.In(message))
        {
            Drop(handle);
        }
    }

    private void Own(Google.Protobuf.IMessage message) => Interlocked.Add(ref _handles, OwnedHandles.In(message).Count());

    private void OnEvent(ReadOnlySpan<byte> message)
    {
        if (AudioFrameEvent.TryRead(message, out var frame))
        {
            OnFrame(frame);
            return;
        }

        var e = FfiEvent.Parser.ParseFrom(message);
        Own(e);
        switch (e.MessageCase)
        {
            case FfiEvent.MessageOneofCase.RoomEvent when _rooms.TryGetValue(e.RoomEvent.RoomHandle, out var room):
                room.OnRoomEvent(e.RoomEvent);
                break;
            case FfiEvent.MessageOneofCase.VideoStreamEvent when _pictures.TryGetValue(e.VideoStreamEvent.StreamHandle, out var pictures):
                pictures(e.VideoStreamEvent);
                break;
            case FfiEvent.MessageOneofCase.Panic:
                Fail(e.Panic.Message);
                break;
            case FfiEvent.MessageOneofCase.Logs:
                OnLogs(e.Logs);
                break;
            case var _ when _replies.TryRemove(RequestOf(e), out var onReply):
                onReply(e);
                break;
            default:
                DropAll(e);
                break;
        }
    }

    private static ulong RequestOf(FfiEvent e) => e.MessageCase switch
    {
        FfiEvent.MessageOneofCase.Connect => e.Connect.AsyncId,
        FfiEvent.MessageOneofCase.Disconnect => e.Disconnect.AsyncId,
        FfiEvent.MessageOneofCase.PublishTrack => e.PublishTrack.AsyncId,
        FfiEvent.MessageOneofCase.UnpublishTrack => e.UnpublishTrack.AsyncId,
        FfiEvent.MessageOneofCase.PublishData => e.PublishData.AsyncId,
        FfiEvent.MessageOneofCase.CaptureAudioFrame => e.CaptureAudioFrame.AsyncId,
        _ => 0,
    };

    private void OnLogs(LogBatch logs)
    {
        foreach (var record in logs.Records.Where(record => record.Level is LogLevel.LogError or LogLevel.LogWarn))
        {
            _log?.Invoke($"{record.Target}: {record.Message}");
        }
    }

    private void Fail(string message)
    {
        if (Interlocked.Exchange(ref _failed, 1) != 0)
        {
            return;
        }

        foreach (var room in _rooms.Values)
        {
            room.OnLibraryFailed();
        }

        foreach (var id in _replies.Keys)
        {
            if (_replies.TryRemove(id, out var onReply))
            {
                onReply(null);
            }
        }

        Failed?.Invoke(message);
    }
}
