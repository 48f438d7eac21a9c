using System.Text.Json;
using Connectors.Sandbox.Cartesia;

namespace Connectors.Integration.Tests.Providers.Cartesia;

/// <summary>A call, message by message, without its script.</summary>
internal sealed class CartesiaFarSide(CallSocket socket) : FarSide
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    // Longer than what comes late after a clear.
    private static readonly TimeSpan AfterClear = TimeSpan.FromMilliseconds(400);

    private long _quietAt = long.MinValue;
    private int _sounded;

    public override Task SendTextAsync(string message) => Do(() => socket.SendText(message));

    public override Task SendBinaryAsync(byte[] message) => Do(() => socket.SendBinary(message));

    public override async Task SpeakAsync(params byte[][] pieces)
    {
        await BreatheAsync();
        var length = 0;
        foreach (var piece in pieces)
        {
            socket.Session.EmitAudio(piece);
            length += piece.Length;
        }

        // Only a pause after all of it was heard tells one turn from another.
        BeQuietFor(socket.Session.Format.DurationOf(length) + CartesiaCase.TurnPause + TimeSpan.FromMilliseconds(100));
    }

    public override async Task BeginSpeakingAsync(byte[] piece)
    {
        await BreatheAsync();
        socket.Session.EmitAudio(piece);
    }

    public override Task BeginTurnAsync() => BreatheAsync();

    public override Task SoundAsync(byte[] audio) => Do(() =>
    {
        socket.Session.EmitAudio(audio);
        _sounded += audio.Length;
    });

    public override Task EndTurnAsync() => Do(() =>
    {
        BeQuietFor(socket.Session.Format.DurationOf(_sounded) + CartesiaCase.TurnPause + TimeSpan.FromMilliseconds(100));
        _sounded = 0;
    });

    public override Task InterruptAsync(byte[] late) => Do(() =>
    {
        socket.Session.Emit("clear");
        socket.Session.EmitAudio(late);
        socket.Session.EmitAudio(late);
        BeQuietFor(AfterClear);
    });

    public override async Task<byte[]> UserAudioAsync(int bytes)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (socket.Session.Heard.Length < bytes)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limit, "It never came.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        return socket.Session.Heard;
    }

    public override Task HangUpAsync() => Do(() => socket.Close(CallClose.ByAgent("good bye")));

    public override Task CloseAsync(int status, string reason = "") => Do(() => socket.Close(status, reason));

    public override void Reset() => socket.Abort();

    public override void StopReading() => socket.StopReading();

    public override string UnknownEvent(string type, string member) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["event"] = type,
        ["stream_id"] = socket.Session.StreamId,
        ["anything"] = new { member },
    });

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private void BeQuietFor(TimeSpan time) =>
        _quietAt = TimeProvider.System.GetTimestamp() + (long)(time.TotalSeconds * TimeProvider.System.TimestampFrequency);

    private async Task BreatheAsync()
    {
        var left = TimeProvider.System.GetElapsedTime(TimeProvider.System.GetTimestamp(), Math.Max(_quietAt, 0));
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
