using Connectors.Rtc.Tests.Browser;
using Connectors.Sandbox.Playground;
using Connectors.Sandbox.Sound;

namespace Connectors.Rtc.Tests.Sandbox.Playground;

/// <summary>The page with the unmodified web SDK, where the API refuses.</summary>
public sealed class RefusedStartTests
{
    [Fact]
    public async Task Start_WithAnApiThatKnowsNoSession_ShowsItsWords()
    {
        Assert.SkipWhen(Chromium.WhyNot is not null, Chromium.WhyNot ?? string.Empty);
        await using var site = await PlaygroundSite.StartAsync(0);
        await using var api = await RefusingApi.StartAsync(site.Origins[0]);
        site.Target = new(api.Address, new("key"), "{}", "nobody");
        await using var browser = await Chromium.StartAsync(new WavFile(48_000, new short[4_800]));
        var page = await browser.OpenAsync(site.Address);
        await page.ClickAsync("#start");
        await page.WaitAsync($"document.getElementById('problem').textContent === '{RefusingApi.Words}'");
        await page.WaitAsync("playground.log.entries.some(e => e.name === 'error' && e.detail.errorCode === 4033)");
        await api.Stopped;
    }
}
