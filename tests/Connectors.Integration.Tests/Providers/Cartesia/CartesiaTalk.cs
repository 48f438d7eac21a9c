using System.Text.Json.Nodes;
using Connectors.Events;
using Connectors.Providers.Cartesia;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Cartesia;

namespace Connectors.Integration.Tests.Providers.Cartesia;

/// <summary>A conversation with Cartesia's sandbox.</summary>
internal sealed class CartesiaTalk : AgentTalk
{
    public const int Rate = 24_000;

    private CartesiaTalk(CartesiaSandbox sandbox)
        : base(sandbox, sandbox.Switches.ApiKey, Rate, Rate) => Sandbox = sandbox;

    public CartesiaSandbox Sandbox { get; }

    /// <summary>The sandbox's side of it.</summary>
    public CallSession Peer => Sandbox.Sockets[^1].Session;

    /// <summary>Fast and always the same: a tone of one second for each reply.</summary>
    public static CartesiaSwitches Quick { get; } = new()
    {
        Script = new(null, [Answer("One."), Answer("Two."), Answer("Three.")]),
        Voice = new ToneVoice(AgentTone),
        Pace = new() { CutsSamples = false, Speed = double.PositiveInfinity },
    };

    /// <summary>Slow enough to be interrupted while it generates: ten seconds of audio in about one.</summary>
    public static CartesiaSwitches Interruptible { get; } = Quick with
    {
        Script = new(null, [Answer("A long story.", 10), Answer("An answer.")]),
        Pace = new() { CutsSamples = false, Speed = 10, LargestBytes = 9_600 },
    };

    /// <summary>An answer as late as it is at least: the user's audio takes no time here, but what comes late after a clear does.</summary>
    public static AgentReply Answer(string text, double seconds = 1) =>
        Reply(text, seconds) with { Delay = TimeSpan.FromMilliseconds(400) };

    public static async Task<CartesiaTalk> StartAsync(
        CartesiaSwitches? sandbox = null, string settings = "{}", AgentConnectionOptions? options = null, string? key = null)
    {
        var talk = new CartesiaTalk(await CartesiaSandbox.StartAsync(sandbox ?? Quick));
        await talk.OpenAsync(talk.Connector(), Setup(talk.Sandbox, settings, key), options);
        return talk;
    }

    /// <summary>Likewise, until it is ready.</summary>
    public static async Task<CartesiaTalk> OpenAsync(
        CartesiaSwitches? sandbox = null, string settings = "{}", AgentConnectionOptions? options = null)
    {
        var talk = await StartAsync(sandbox, settings, options);
        await talk.NextAsync<AgentEvent.Ready>();
        return talk;
    }

    public static ConnectorSetup Setup(CartesiaSandbox sandbox, string settings, string? key = null)
    {
        var json = JsonNode.Parse(settings)!.AsObject();
        json["agentId"] ??= new CartesiaSwitches().AgentId;
        return SetupFor(sandbox, json.ToJsonString(), key ?? new CartesiaSwitches().ApiKey);
    }

    public CartesiaLineConnector Connector() => new(Http, TimeProvider.System, new() { TurnPause = TimeSpan.FromMilliseconds(300) });

    /// <summary>Waits for what the sandbox received of an event.</summary>
    public async Task<JsonObject> SentAsync(string name)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (Peer.Received.FirstOrDefault(message => (string?)message["event"] == name) is { } sent)
            {
                return sent;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(start) < Limit, $"No {name} came.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
