using Connectors.Rtc.Tests.Support;

namespace Connectors.Rtc.Tests.LiveKit;

public sealed class PanicTests(RtcFixture rtc)
{
    [Fact]
    public async Task Library_ThatPanics_EndsItsRoomsAndTellsTheListenerAndTheProcessGoesOn()
    {
        var room = new TestRoom(rtc.Server);
        using var process = ChildProcess.Start(
            PanicProcess.Verb, rtc.Server.Url.ToString(), rtc.Server.Mint("first", room.Grants), rtc.Server.Mint("second", room.Grants));

        var told = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["room: LibraryFailure", "listener: True", "later room: LibraryFailure"], told.Trim().Split(Environment.NewLine));
        Assert.Equal(0, process.ExitCode);
    }
}
