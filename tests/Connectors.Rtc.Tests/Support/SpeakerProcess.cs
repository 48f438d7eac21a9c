using System.Diagnostics;
using Connectors.Core.Rooms;
using Connectors.LiveKit;
using Connectors.LiveKit.Publishing;
using Connectors.LiveKit.Rooms;

namespace Connectors.Rtc.Tests.Support;

/// <summary>This program once more, as a participant that speaks a tone until its standard input ends.</summary>
internal sealed class SpeakerProcess : IAsyncDisposable
{
    public const string Verb = "speak-a-tone";

    private readonly Process _process;

    private SpeakerProcess(Process process)
    {
        _process = process;
    }

    public static SpeakerProcess Start(Uri url, string token) => new(ChildProcess.Start(Verb, url.ToString(), token));

    public static async Task<int> RunAsync(string url, string token)
    {
        var listener = new Silence();
        var transport = new LiveKitRoomTransport(new LiveKitOptions(), TimeProvider.System);
        await using var connection = transport.Enter(new(new(url), token), listener);
        await listener.Joined;
        await using var talker = new Talker(
            await new RoomPublisher(connection).PublishAudioAsync("mic", true, 48_000, CancellationToken.None), 440);
        while (await Console.In.ReadLineAsync() is not null)
        {
        }

        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private sealed class Silence : IRoomListener
    {
        private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Joined => _joined.Task;

        public void OnAudioFrame(ReadOnlySpan<short> samples, int sampleRate)
        {
        }

        public void OnEvent(RoomEvent e)
        {
            if (e is RoomEvent.Joined)
            {
                _joined.TrySetResult();
            }
            else if (e is RoomEvent.Ended ended)
            {
                _joined.TrySetException(new IOException(ended.Reason));
            }
        }
    }
}
