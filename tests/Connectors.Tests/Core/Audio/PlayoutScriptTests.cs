namespace Connectors.Tests.Core.Audio;

public sealed class PlayoutScriptTests(ITestOutputHelper output)
{
    [Fact]
    public void Scripts_OfAnyKind_KeepWhatAPlayoutPromises()
    {
        long steps = 0, cuts = 0, rewinds = 0, dropped = 0;
        for (var seed = 0; seed < 800; seed++)
        {
            using var script = new PlayoutScript(seed);
            try
            {
                script.Run();
            }
            catch (Exception e)
            {
                var end = string.Join(" | ", script.Log.TakeLast(20));
                throw new InvalidOperationException($"Script {seed}: {e.Message} after {end}", e);
            }

            steps += script.Steps;
            cuts += script.Cuts;
            rewinds += script.Rewinds;
            dropped += script.Dropped ? 1 : 0;
        }

        output.WriteLine($"{steps} steps, {cuts} cuts, {rewinds} rewinds, {dropped} scripts at the limit");
        // The scripts do reach what they are meant to test.
        Assert.True(steps > 10_000 && cuts > 500 && rewinds > 200 && dropped > 20);
    }
}
