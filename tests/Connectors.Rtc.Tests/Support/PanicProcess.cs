using Connectors.Core.Rooms;
using Connectors.LiveKit;
using Connectors.LiveKit.Binding;
using Connectors.LiveKit.Rooms;

namespace Connectors.Rtc.Tests.Support;

/// <summary>
/// Makes the native library panic and tells what became of it, one line each: the room that was there, the listener, and a
/// room joined afterwards. A panic is for the whole process, so this runs in one of its own.
/// </summary>
internal static class PanicProcess
{
    public const string Verb = "provoke-a-panic";

    public static async Task<int> RunAsync(string url, string token, string otherToken, TextWriter told)
    {
        var options = new LiveKitOptions();
        var failure = new FailureRecord();
        var transport = new LiveKitRoomTransport(options, TimeProvider.System, failure);
        var first = new RecordingListener();
        await using var there = transport.Join(new(new(url), token), first);
        await first.WaitForAsync<RoomEvent.Joined>();

        // A room that is joined and not said to be ready for is the one panic that can be had on purpose, after 15 s.
        var library = LiveKitLibrary.Get(options);
        await JoinedRoom.ConnectAsync(library, new(new(url), otherToken), options);
        await told.WriteLineAsync($"room: {(await first.WaitForAsync<RoomEvent.Ended>()).Kind}");
        await told.WriteLineAsync($"listener: {(await failure.Message).Length > 0}");

        var late = new RecordingListener();
        await using var refused = transport.Join(new(new(url), token), late);
        await told.WriteLineAsync($"later room: {(await late.WaitForAsync<RoomEvent.Ended>()).Kind}");
        return 0;
    }

    private sealed class FailureRecord : ILibraryFailureListener
    {
        private readonly TaskCompletionSource<string> _message = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Message => _message.Task;

        public void OnLibraryFailed(string message) => _message.SetResult(message);
    }
}
