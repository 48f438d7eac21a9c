using Connectors.Core.Rooms;
using Connectors.LiveKit.Binding;
using Connectors.LiveKit.Tokens;

namespace Connectors.LiveKit.Rooms;

/// <summary>
/// Our participant in one LiveKit room. One loop owns its state: the library's events and our commands come to it through
/// one inbox, in order; audio frames pass it by.
/// </summary>
internal sealed class LiveKitRoomConnection(RoomAddress address, IRoomListener listener, LiveKitOptions options, TimeProvider time)
    : IRoomConnection, IRoomSink
{
    private static readonly object Reminder = new();

    private readonly RoomInbox _inbox = new();
    private readonly CancellationTokenSource _over = new();
    private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DataSender? _data;
    private Task _run = Task.CompletedTask;

    /// <summary>The room that was joined, for those who publish; null before.</summary>
    internal JoinedRoom? Room { get; private set; }

    /// <summary>Exceptions of the listener, which must not throw; the room goes on.</summary>
    internal int Faults { get; private set; }

    /// <summary>Starts to join.</summary>
    /// <param name="library">Gives the library, or throws <see cref="LiveKitLibraryException"/>.</param>
    public void Start(Func<LiveKitLibrary> library) => _run = Task.Run(() => RunAsync(library));

    /// <inheritdoc/>
    public void Hear(string trackId) => _inbox.Post(new HearCommand(trackId));

    /// <inheritdoc/>
    public void StopHearing() => _inbox.Post(new HearCommand(null));

    /// <inheritdoc/>
    public bool TrySendData(string topic, ReadOnlySpan<byte> payload, string? destination) =>
        _inbox.End is null && Volatile.Read(ref _data) is { } data && data.TrySend(topic, payload, destination);

    /// <inheritdoc/>
    public Task LeaveAsync()
    {
        End(RoomEnds.Left);
        return _told.Task;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        await _run;
        _over.Dispose();
    }

    /// <inheritdoc/>
    void IRoomSink.OnRoomEvent(Protocol.RoomEvent e)
    {
        if (e.MessageCase == Protocol.RoomEvent.MessageOneofCase.DataPacketReceived)
        {
            OnData(e.DataPacketReceived);
        }
        else if (!_inbox.Post(e))
        {
            Room?.Library.DropAll(e);
        }
    }

    /// <inheritdoc/>
    void IRoomSink.OnLibraryFailed() => End(RoomEnds.LibraryFailed);

    /// <summary>Ends the connection; only the first reason counts.</summary>
    /// <param name="end">Why.</param>
    internal void End(RoomEvent.Ended end)
    {
        _inbox.Close(end);
        if (!_told.Task.IsCompleted)
        {
            _over.Cancel();
        }
    }

    private unsafe void OnData(Protocol.DataPacketReceived e)
    {
        if (e.ValueCase != Protocol.DataPacketReceived.ValueOneofCase.User)
        {
            return;
        }

        // Copied here and given back at once: what waits in the library's memory could not be bounded.
        var data = e.User.Data;
        var payload = data.Data.DataLen is > 0 and <= RoomLimits.ReceivedDataBytes
            ? new ReadOnlySpan<byte>((void*)data.Data.DataPtr, (int)data.Data.DataLen).ToArray()
            : [];
        Room?.Library.Drop(data.Handle.Id);
        var sender = string.IsNullOrEmpty(e.ParticipantIdentity) ? null : e.ParticipantIdentity;
        _inbox.Post(new RoomEvent.DataReceived(e.User.Topic, sender, payload));
    }

    private async Task RunAsync(Func<LiveKitLibrary> library)
    {
        try
        {
            if (await JoinAsync(library) is { } room)
            {
                await StayAsync(room);
            }
        }
        catch (Exception e)
        {
            // A defect of ours; the room must end all the same, and say so.
            End(new(RoomEndKind.Lost, $"The room connection failed: {e.GetType().Name}."));
        }

        var end = _inbox.End ?? RoomEnds.Left;
        if (end.Kind == RoomEndKind.LeftByUs)
        {
            // Others have seen us leave by the time LeaveAsync returns.
            await CloseAsync();
        }

        Tell(end);
        _told.TrySetResult();
        await CloseAsync();
    }

    private async Task<JoinedRoom?> JoinAsync(Func<LiveKitLibrary> library)
    {
        if (LiveKitTokenClaims.TryRead(address.Token)?.ExpiresAt is { } expiry && expiry <= time.GetUtcNow())
        {
            End(new(RoomEndKind.TokenRefused, $"The access token expired at {expiry:yyyy-MM-dd HH:mm:ss} UTC."));
            return null;
        }

        LiveKitLibrary loaded;
        try
        {
            loaded = library();
        }
        catch (LiveKitLibraryException e)
        {
            End(new(RoomEndKind.LibraryFailure, e.Message));
            return null;
        }

        var reply = JoinedRoom.ConnectAsync(loaded, address, options);
        try
        {
            return Take(loaded, await reply.WaitAsync(options.JoinLimit, time, _over.Token));
        }
        catch (TimeoutException)
        {
            End(new(RoomEndKind.Unreachable, $"The room could not be joined within {options.JoinLimit.TotalSeconds:0.#} s."));
        }
        catch (OperationCanceledException)
        {
            // We left before we were in.
        }

        _ = UndoAsync(loaded, reply);
        return null;
    }

    private JoinedRoom? Take(LiveKitLibrary library, Protocol.FfiEvent? reply)
    {
        if (reply?.Connect.Result is { } result)
        {
            return JoinedRoom.Of(library, result);
        }

        End(reply is null ? RoomEnds.LibraryFailed : RoomEnds.OfJoin(reply.Connect.Error));
        return null;
    }

    // A join that nobody waits for any more may still succeed; then it is undone.
    private async Task UndoAsync(LiveKitLibrary library, Task<Protocol.FfiEvent?> reply)
    {
        if ((await reply)?.Connect.Result is { } result)
        {
            var room = JoinedRoom.Of(library, result);
            room.Ready();
            await room.LeaveAsync(options.LeaveLimit, time);
        }
    }

    private async Task StayAsync(JoinedRoom room)
    {
        Room = room;
        Volatile.Write(ref _data, new(room.Library, room.Participant));
        room.Library.AddRoom(room.Room, this);
        Tell(room.Joined);
        room.Ready();
        using var reminder = time.CreateTimer(
            _ => _inbox.Post(Reminder), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        using var hearing = new RoomHearing(
            room,
            track => new(room.Library, track, listener, _inbox, (options, time)),
            () => reminder.Change(RoomHearing.Apart, Timeout.InfiniteTimeSpan),
            time);
        using var repair = new RepairLimit(options.RepairLimit, time, End);
        var events = new RoomEvents(room, hearing, repair, Tell, End);
        while (await _inbox.TakeAsync() is { } item)
        {
            switch (item)
            {
                case Protocol.RoomEvent e:
                    events.Handle(e);
                    break;
                case HearCommand command:
                    hearing.Want(command.TrackId);
                    break;
                case var _ when item == Reminder:
                    hearing.OnReminder();
                    break;
                case RoomEvent e:
                    Tell(e);
                    break;
            }
        }
    }

    private async Task CloseAsync()
    {
        if (Room is { } room && Interlocked.Exchange(ref _data, null) is not null)
        {
            await room.LeaveAsync(options.LeaveLimit, time);
        }
    }

    private void Tell(RoomEvent e)
    {
        try
        {
            listener.OnEvent(e);
        }
        catch (Exception)
        {
            Faults++;
        }
    }

    private sealed record HearCommand(string? TrackId);
}
