using System.Text.Json;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Desk;
using Connectors.Rtc.Tests.Browser;
using Connectors.Rtc.Tests.Support;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Demo;
using Connectors.Sandbox.ElevenLabs;
using Connectors.Sandbox.Sound;
using Connectors.Sandbox.Up;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Rtc.Tests.Sandbox.Playground;

/// <summary>What <c>up</c> puts together, and a browser in front of it.</summary>
internal sealed class PageStage : IAsyncDisposable
{
    /// <summary>What the agent understands the user to say.</summary>
    public const string Heard = "Hello, can you hear me?";

    private readonly string _data = Directory.CreateTempSubdirectory("connectors-page-").FullName;

    private PageStage()
    {
    }

    public UpWorld World { get; private set; } = null!;

    public Chromium Browser { get; private set; } = null!;

    public ElevenLabsSandbox Agent { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts it.</summary>
    /// <param name="rtc">Says whether rooms can be had here.</param>
    /// <param name="replies">What the agent says.</param>
    public static async Task<PageStage> StartAsync(RtcFixture rtc, params AgentReply[] replies)
    {
        Assert.NotNull(rtc.Server);
        Assert.SkipWhen(Chromium.WhyNot is not null, Chromium.WhyNot ?? string.Empty);
        var stage = new PageStage();
        try
        {
            var script = new AgentScript(new AgentReply { Text = "Hello." }, replies);
            stage.Agent = new(new() { Script = script, Heard = [Heard] });
            await stage.Agent.StartAsync();
            var options = new UpOptions("elevenlabs", 0, stage._data, script);
            stage.World = await UpWorld.StartAsync(options, new AgentStandIn(stage.Agent), TimeProvider.System, Cancellation);
            stage.Browser = await Chromium.StartAsync(Microphone());
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens the page and starts a session that can be seen.</summary>
    /// <param name="kind">Class of the web SDK.</param>
    /// <param name="prepare">What is to be set before.</param>
    public async Task<BrowserPage> TalkAsync(string kind = "ElevenLabsAgentSession", Func<BrowserPage, Task>? prepare = null)
    {
        var page = await Browser.OpenAsync(World.Site.Address);
        await page.SelectAsync("#kind", kind);
        await (prepare?.Invoke(page) ?? Task.CompletedTask);
        await page.ClickAsync("#start");
        await page.WaitAsync(Told("session.stream_ready"));
        await page.WaitAsync("document.getElementById('state').textContent === 'CONNECTED'");
        return page;
    }

    /// <summary>JavaScript: whether an event was told.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="fits">What holds of its detail <c>d</c>.</param>
    public static string Told(string name, string fits = "true") =>
        $"playground.log.entries.find(e => e.name === '{name}' && (d => {fits})(e.detail))";

    /// <summary>How the newest session stands.</summary>
    public async Task<SessionView> SessionAsync() =>
        (await World.Services.GetRequiredService<SessionDesk>().ListAsync(new(World.Tenant.Id), Cancellation)).Sessions[0];

    /// <summary>Waits until the session of a page has ended.</summary>
    public async Task<SessionEnd> EndAsync()
    {
        var desk = World.Services.GetRequiredService<SessionDesk>();
        var id = (await SessionAsync()).Id;
        await foreach (var watched in (await desk.WatchAsync(World.Tenant.Id, id, 0, Cancellation))!)
        {
            if (watched is WatchedEvent.Happened { Entry.Event: SessionEvent.Ended ended })
            {
                return ended.End;
            }
        }

        throw new InvalidOperationException("The session's events ended without its end.");
    }

    /// <summary>Ends the newest session, as the tenant's backend does.</summary>
    public async Task StopAsync() => await World.Services.GetRequiredService<SessionDesk>().StopAsync(
        Connectors.Core.Tenancy.Caller.Service(World.Tenant.Id),
        (await SessionAsync()).Id,
        SessionEndReasons.StoppedByTenant,
        Cancellation);

    /// <summary>Waits for a message that the agent received.</summary>
    /// <param name="type">Its type.</param>
    public async Task<JsonElement> AgentReceivedAsync(string type)
    {
        var conversation = await Agent.ConversationAsync(0, Cancellation);
        return await conversation.Received.WaitForAsync(type, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        await (World?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Agent?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(_data, recursive: true);
    }

    // Quiet while the agent greets, then a second of a voice-like tone, once.
    private static WavFile Microphone()
    {
        const int Rate = 48_000;
        var samples = new short[6 * Rate];
        for (var i = 4 * Rate; i < (int)(5.2 * Rate); i++)
        {
            samples[i] = (short)(9_000 * Math.Sin(2 * Math.PI * 220 * i / Rate) * Math.Sin(2 * Math.PI * 3 * i / Rate));
        }

        return new(Rate, samples);
    }

    private sealed class AgentStandIn(ElevenLabsSandbox sandbox) : IDemoAgent
    {
        public string ConnectorId => "elevenlabs";

        public ConnectorSetup Setup => new(
            JsonSerializer.SerializeToElement(new { agentId = sandbox.Behaviour.AgentId, baseUrl = sandbox.BaseAddress }),
            new(sandbox.Behaviour.Account.ApiKey));

        public AudioArrivals Arrivals { get; } = new(TimeProvider.System);

        public IReadOnlyList<HeardConversation> Conversations => [];

        public ValueTask DisposeAsync() => sandbox.DisposeAsync();
    }
}
