using Connectors.Rtc.Tests.Support;

namespace Connectors.Rtc.Tests.Chain;

/// <summary>
/// The steady audio path allocates nothing, as a whole: from the native library's callback to the provider's socket, and
/// from there, event decoding included, to the avatar's.
/// </summary>
public sealed class ChainAllocationTests(RtcFixture rtc)
{
    // 20 ms each.
    private const int WarmUp = 300;
    private const int Counted = 100;
    private const int Rounds = 8;

    [Theory]
    [InlineData("elevenlabs")]
    [InlineData("openai-realtime")]
    [InlineData("gemini-live")]
    [InlineData("deepgram")]
    [InlineData("custom")]
    [InlineData("cartesia-line")]
    [InlineData("cartesia-managed")]
    public async Task AudioPath_FromMicrophoneToProviderAndBackToTheAvatar_AllocatesNothing(string connector)
    {
        Assert.NotNull(rtc.Server);
        await using var chain = await AudioChain.StartAsync(rtc, connector);
        chain.Exchange(WarmUp);

        // What the runtime and the room's own events allocate now and then only adds, so the least of several rounds counts.
        var speaks = chain.Speaks;
        var rounds = new List<long>(Rounds);
        while (rounds.Count < Rounds && !rounds.Contains(0))
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            chain.Exchange(Counted);
            rounds.Add(GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        var seconds = rounds.Count * Counted / 50;

        Figures.Report($"{connector}: {string.Join(", ", rounds)} B in rounds of {2 * Counted} frames each way; "
            + $"{chain.Speaks - speaks} chunks to the avatar in {seconds} s of audio");
        Assert.InRange(chain.Speaks - speaks, Math.Max(1, seconds - 2), 50 * seconds);
        Assert.Equal(0, rounds.Min());
    }
}
