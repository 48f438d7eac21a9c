using System.Text.Json.Nodes;
using Connectors.Events;
using Connectors.Providers.Cartesia.Managed;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Cartesia.Managed;

namespace Connectors.Integration.Tests.Providers.Cartesia.Managed;

/// <summary>A conversation with the sandbox of Cartesia's Managed Agents.</summary>
internal sealed class ManagedAgentTalk : AgentTalk
{
    public const int Rate = 24_000;

    private readonly CartesiaManagedOptions _limits;

    private ManagedAgentTalk(CartesiaManagedSandbox sandbox, CartesiaManagedOptions? limits)
        : base(sandbox, sandbox.Switches.ApiKey, Rate, Rate) => (Sandbox, _limits) = (sandbox, limits ?? new());

    public CartesiaManagedSandbox Sandbox { get; }

    /// <summary>The sandbox's side of it.</summary>
    public ManagedSession Peer => Sandbox.Sockets[^1].Session;

    /// <summary>Fast and always the same: a tone of one second for each reply, its texts at once.</summary>
    public static CartesiaManagedSwitches Quick { get; } = new()
    {
        Script = new(null, [Reply("One."), Reply("Two."), Reply("Three.")]),
        Voice = new ToneVoice(AgentTone),
        Pace = new() { CutsSamples = false, Speed = double.PositiveInfinity },
        Texts = TextOrder.First,
    };

    /// <summary>Slow enough to be interrupted while it speaks: ten seconds of audio in about one, texts as they are spoken.</summary>
    public static CartesiaManagedSwitches Interruptible { get; } = Quick with
    {
        Script = new(null, [Reply("A long story of ten words that nobody hears out.", 10), Reply("An answer.")]),
        Pace = new() { CutsSamples = false, Speed = 10, LargestBytes = 9_600 },
        Texts = TextOrder.AsSpoken,
    };

    public static async Task<ManagedAgentTalk> StartAsync(
        CartesiaManagedSwitches? sandbox = null, string settings = "{}", AgentConnectionOptions? options = null, string? key = null,
        CartesiaManagedOptions? limits = null)
    {
        var talk = new ManagedAgentTalk(await CartesiaManagedSandbox.StartAsync(sandbox ?? Quick), limits);
        await talk.OpenAsync(talk.Connector(), Setup(talk.Sandbox, settings, key), options);
        return talk;
    }

    /// <summary>Likewise, until it is ready.</summary>
    public static async Task<ManagedAgentTalk> OpenAsync(
        CartesiaManagedSwitches? sandbox = null, string settings = "{}", AgentConnectionOptions? options = null,
        CartesiaManagedOptions? limits = null)
    {
        var talk = await StartAsync(sandbox, settings, options, limits: limits);
        await talk.NextAsync<AgentEvent.Ready>();
        return talk;
    }

    public static ConnectorSetup Setup(CartesiaManagedSandbox sandbox, string settings, string? key = null)
    {
        var json = JsonNode.Parse(settings)!.AsObject();
        json["agentId"] ??= new CartesiaManagedSwitches().AgentId;
        return SetupFor(sandbox, json.ToJsonString(), key ?? new CartesiaManagedSwitches().ApiKey);
    }

    public CartesiaManagedConnector Connector() => new(Http, TimeProvider.System, _limits);

    /// <summary>Waits for what the sandbox received of a type.</summary>
    public async Task<JsonObject> SentAsync(string type)
    {
        JsonObject? sent = null;
        await UntilAsync(() => (sent = Peer.Received.FirstOrDefault(message => (string?)message["type"] == type)) is not null, type);
        return sent!;
    }

    /// <summary>Waits for something at the sandbox.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Limit, $"It never came: {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
