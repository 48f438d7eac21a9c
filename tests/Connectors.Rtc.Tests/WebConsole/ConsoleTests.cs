using Connectors.Rtc.Tests.Support;

namespace Connectors.Rtc.Tests.WebConsole;

/// <summary>The console in a real browser, a real conversation, and a server that is killed in the middle of it.</summary>
public sealed class ConsoleTests(RtcFixture rtc)
{
    private const string Hostile = "<img src=x onerror=\"document.title='owned'\"> Half past two, please.";
    private const string Line = "#line";
    private const string Head = "main h1 .state";

    [Fact]
    public async Task Conversation_IsSeenAsItHappens_AndAgainAfterTheServerWasKilled()
    {
        await using var stage = await ConsoleStage.StartAsync(rtc);
        await stage.EnterAsync("ck_nonsense");
        await stage.SaysAsync(".fault", "unknown");
        await stage.EnterAsync(stage.TenantKey);
        await stage.SaysAsync(Line, "Up to date");
        await stage.SaysAsync(".empty", "No sessions yet");
        foreach (var id in new[] { await stage.BeginAsync(joins: false), await stage.BeginAsync(joins: false) })
        {
            await stage.CallAsync($"sessions/{id}/stop");
        }

        await stage.SaysAsync("main td", "Ended by the API");
        var session = await stage.BeginAsync();
        await stage.SaysAsync($"[data-session='{session}'] .state", "Live");
        await stage.Page.ClickAsync($"[data-session='{session}'] a");
        await stage.SaysAsync(".transcript [data-who=agent] p", ConsoleStage.Greeting);
        await TalkAsync(stage);
        await stage.PictureAsync("session", "light", "dark");
        await SeeHostileTextAsync(stage);
        await stage.Page.ClickAsync("nav a");
        await stage.Page.WaitAsync($"document.querySelector(\"[data-session='{session}'] .spark .last\")");
        await stage.PictureAsync("sessions", "light", "dark");
        await stage.Page.ClickAsync($"[data-session='{session}'] a");
        await stage.SaysAsync(".transcript", ConsoleStage.Greeting);

        await SeeDeathAsync(stage);
        await stage.Page.ClickAsync("main .danger");
        await stage.Page.ClickAsync("dialog .danger");
        await stage.SaysAsync("main .head", "stopped-by-tenant");
        await stage.SaysAsync(Head, "Ended");

        await stage.Page.ReloadAsync();
        await stage.SaysAsync(".transcript", ConsoleStage.Greeting);
        await stage.Page.ClickAsync("nav a");
        await stage.SaysAsync($"[data-session='{session}'] td", "Ended by the API");
        await stage.Page.WaitAsync($"document.querySelector(\"[data-session='{session}'] .spark .last\")");
        await OpenThroughFaultsAsync(stage, session);
    }

    [Fact]
    public async Task CredentialsAndNode_AreShownTestedAndDrained()
    {
        await using var stage = await ConsoleStage.StartAsync(rtc);
        await stage.EnterAsync(stage.TenantKey);
        await stage.SaysAsync(Line, "Up to date");
        const string Row = "[data-credential=ELEVENLABS_API_KEY]";

        await stage.Page.ClickAsync("nav a:nth-child(2)");
        await stage.SaysAsync($"{Row} .state", "working");
        await stage.Page.WaitAsync($"/^[0-9a-f]{{8}}$/.test(document.querySelectorAll('{Row} code')[1].textContent)");
        await stage.PictureAsync("connectors", "light");
        await stage.Page.ClickAsync($"{Row} [aria-label^=Test]");
        await stage.SaysAsync($"{Row} time", "now");

        await stage.Page.ClickAsync("nav a:nth-child(3)");
        await stage.EnterAsync(stage.TenantKey);
        await stage.SaysAsync(".fault", "not an operator’s key");
        await stage.EnterAsync(stage.OperatorKey);
        await stage.SaysAsync(".state", "Lets sessions in");
        await stage.Page.ClickAsync("main .danger");
        await stage.Page.ClickAsync("dialog .danger");
        await stage.SaysAsync("main .state", "Draining");

        await OpenOddAddressesAsync(stage);
        var faults = new PageFaults(stage.Page);
        await faults.BeginAsync();
        await LoseShortLinesAsync(stage, faults);
        await SeeManyEndAsync(stage, faults);
        await OpenElsewhereAsync(stage);
        await ForgetWhileAskedAsync(stage, faults);
        await stage.Page.ClickAsync("nav a:nth-child(3)");
        await stage.Page.ClickAsync("#keys button");
        await stage.Page.WaitAsync("!sessionStorage['connectors.tenant-key'] && sessionStorage['connectors.operator-key']");
        await stage.Page.ReloadAsync();
        await stage.SaysAsync("main .state", "Draining");
        Assert.DoesNotContain("ck_", (await stage.Page.EvaluateAsync("location.href"))!.GetValue<string>(), StringComparison.Ordinal);
    }

    // The user asks, interrupts the long answer, and gets another one.
    private static async Task TalkAsync(ConsoleStage stage)
    {
        await stage.Page.WaitAsync("document.querySelectorAll('.timeline rect.agent').length >= 1");
        await stage.SaysAsync(".events", "turn.ended");
        stage.User.Say(stage.Speech);
        await stage.SaysAsync(".transcript [data-who=agent] p", "Of course.");
        await stage.Page.WaitAsync("document.querySelectorAll('.timeline rect.agent').length >= 2");
        stage.User.Say(stage.Speech);
        await stage.Page.WaitAsync("document.querySelector('.transcript del') && document.querySelector('.timeline line.cut')");
        await stage.SaysAsync(".transcript [data-who=agent] p", "Friday has");
        await stage.Page.WaitAsync("document.querySelectorAll('.latency rect.agent').length >= 2");
        await stage.Page.WaitAsync("document.querySelectorAll('.transcript [data-who=user]').length >= 2");
    }

    private static async Task SeeHostileTextAsync(ConsoleStage stage)
    {
        var id = (await stage.Page.EvaluateAsync("location.hash.split('/').pop()"))!.GetValue<string>();
        await stage.CallAsync($"sessions/{id}/text", new { text = Hostile });
        await stage.SaysAsync(".transcript [data-who=user] p", Hostile);
        Assert.Equal(0, (await stage.Page.EvaluateAsync("document.querySelectorAll('main img').length"))!.GetValue<int>());
        Assert.Equal("Session · Connectors", (await stage.Page.EvaluateAsync("document.title"))!.GetValue<string>());
    }

    // The service takes no calls just when the view is opened.
    private static async Task OpenThroughFaultsAsync(ConsoleStage stage, string session)
    {
        var faults = new PageFaults(stage.Page);
        await faults.BeginAsync();
        await faults.AnswerAsync("/live", 503, count: 2);
        await faults.AnswerAsync($"/sessions/{session}", 503);
        await stage.Page.ClickAsync($"[data-session='{session}'] a");
        await stage.SaysAsync(".transcript", ConsoleStage.Greeting);
        await ForgetTheOtherKeyAsync(stage);
    }

    // Forgetting the operator's key leaves the view of a session as it is.
    private static async Task ForgetTheOtherKeyAsync(ConsoleStage stage)
    {
        await stage.Page.EvaluateAsync("void sessionStorage.setItem('connectors.operator-key', 'ck_other')");
        await stage.Page.ClickAsync("nav a");
        await stage.Page.ClickAsync("main tbody a");
        await stage.SaysAsync(".transcript", ConsoleStage.Greeting);
        await stage.Page.EvaluateAsync("void document.querySelector('main .view').setAttribute('data-seen', '')");
        await stage.Page.ClickAsync("#keys button:nth-child(2)");
        await stage.Page.WaitAsync(
            "!sessionStorage['connectors.operator-key'] && document.querySelectorAll('#keys button').length === 1");
        await stage.SaysAsync("[data-seen] .transcript", ConsoleStage.Greeting);
    }

    private static async Task OpenOddAddressesAsync(ConsoleStage stage)
    {
        foreach (var (address, from) in new[] { ("%zz", 3), ("constructor", 2) })
        {
            await stage.Page.ClickAsync($"nav a:nth-child({from})");
            await stage.Page.WaitAsync("document.querySelector('main h1').textContent !== 'Sessions'");
            await stage.Page.EvaluateAsync($"void (location.hash = '#/{address}')");
            await stage.Page.WaitAsync("document.querySelector('main h1').textContent === 'Sessions'");
        }
    }

    // A stream that begins well and ends at once is no planned end, and the service's word on why is shown.
    private static async Task LoseShortLinesAsync(ConsoleStage stage, PageFaults faults)
    {
        const string Problem = """{"status":503,"detail":"The vault is closed.","retry_after_seconds":3}""";
        await faults.AnswerAsync("/live", 200, PageFaults.Text(PageFaults.Told), count: 3);
        await faults.AnswerAsync("/live", 200, PageFaults.Text($"event: problem\ndata: {Problem}\n\n"));
        await stage.Page.EvaluateAsync("void (location.hash = '#/sessions/nobody')");

        await stage.SaysAsync(Line, "The vault is closed.");
        Assert.InRange(await faults.TookAsync(), TimeSpan.FromMilliseconds(1_700), TimeSpan.MaxValue);
        await stage.SaysAsync("main .empty", "No such session");
    }

    // Sessions come and go while the page is open: they are drawn together, and only so many are remembered.
    private static async Task SeeManyEndAsync(ConsoleStage stage, PageFaults faults)
    {
        const string Ended = """
            i => `event: session\ndata: ${JSON.stringify({
              session: {
                id: `0-${1000 + i}`, state: 'ended', created_at: new Date(), ended_at: new Date(), metadata: {},
                end: { reason: 'stopped-by-tenant', result: 'completed' },
              },
              responses: [],
            })}\n\n`
            """;
        await faults.AnswerAsync("/live", 200, $"{PageFaults.Text(PageFaults.Told)} + [...Array(700).keys()].map({Ended}).join('')");
        await stage.Page.EvaluateAsync("""
            (() => {
              const real = Element.prototype.replaceChildren;
              window.drawn = 0;
              Element.prototype.replaceChildren = function (...children) {
                if (this.matches('main dl.figures')) window.drawn++;
                return real.apply(this, children);
              };
            })()
            """);
        await stage.Page.ClickAsync("nav a");

        var seen = (await stage.Page.WaitAsync(
            "document.querySelector('[data-session=\"0-1699\"]') && { rows: document.querySelectorAll('main tbody tr').length, drawn }"))
            .AsObject();
        Assert.Equal(500, seen["rows"]!.GetValue<int>());
        Assert.InRange(seen["drawn"]!.GetValue<int>(), 1, 100);
    }

    // Where a link leads is the browser's matter: into another tab, and not in this one too.
    private static async Task OpenElsewhereAsync(ConsoleStage stage)
    {
        var hash = await stage.Page.EvaluateAsync("""
            (() => {
              const link = document.querySelector('[data-session="0-1699"] a');
              link.addEventListener('click', event => event.preventDefault(), { once: true });
              link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey: true }));
              return location.hash;
            })()
            """);
        Assert.Equal("#/sessions", hash!.GetValue<string>());
    }

    // An answer that comes after its key was forgotten is nobody's; one that failed is asked for again.
    private static async Task ForgetWhileAskedAsync(ConsoleStage stage, PageFaults faults)
    {
        await stage.Page.ClickAsync("#keys button");
        await faults.HoldAsync("/tenant", pass: 1);
        await stage.EnterAsync(stage.TenantKey);
        await faults.HeldAsync();
        await stage.Page.ClickAsync("#keys button");
        await faults.AnswerAsync("/tenant", 503, pass: 1);
        await faults.ReleaseAsync();

        await stage.EnterAsync(stage.TenantKey);
        var foot = await stage.Page.WaitAsync(
            $"document.querySelector('{Line}').textContent === 'Up to date' && [document.querySelector('#foot').textContent]");
        Assert.Equal(string.Empty, foot[0]!.GetValue<string>());
        await stage.SaysAsync("#foot", "Kept after");
    }

    private static async Task SeeDeathAsync(ConsoleStage stage)
    {
        var turns = "document.querySelectorAll('.transcript [data-who=agent]').length";
        var before = (await stage.Page.EvaluateAsync(turns))!.GetValue<int>();
        await stage.KillAsync();
        await stage.SaysAsync(Line, "Connection lost, reconnecting");
        await stage.PictureAsync("lost", "light");

        await stage.ServeAsync();

        await stage.SaysAsync(Line, "Up to date", 60);
        await stage.SaysAsync(Head, "Live", 60);
        await stage.Page.WaitAsync("document.querySelector('.timeline rect.break')");
        await stage.SaysAsync(".events", "session.reconnected", 60);
        stage.User.Say(stage.Speech);
        await stage.Page.WaitAsync($"{turns} > {before}", 60);
    }
}
