using System.Text.Json.Nodes;
using Connectors.Events;
using Connectors.Providers.Deepgram;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Deepgram;

namespace Connectors.Integration.Tests.Providers.Deepgram;

/// <summary>A conversation with Deepgram's sandbox.</summary>
internal sealed class DeepgramTalk : AgentTalk
{
    public const int InputRate = 16_000;
    public const int OutputRate = 24_000;

    private DeepgramTalk(DeepgramSandbox sandbox)
        : base(sandbox, sandbox.Switches.ApiKey, InputRate, OutputRate) => Sandbox = sandbox;

    public DeepgramSandbox Sandbox { get; }

    /// <summary>What the operator decides.</summary>
    public DeepgramOptions Limits { get; init; } = new();

    /// <summary>The sandbox's side of it.</summary>
    public DeepgramSocket Peer => Sandbox.Sockets[^1];

    /// <summary>Fast and always the same: a tone of one second for each reply.</summary>
    public static DeepgramSwitches Quick { get; } = new()
    {
        Script = new(null, [Reply("One."), Reply("Two."), Reply("Three.")]),
        Voice = new ToneVoice(AgentTone),
        Pace = new() { Speed = double.PositiveInfinity },
    };

    /// <summary>Slow enough to be interrupted while it generates: ten seconds of audio in about one.</summary>
    public static DeepgramSwitches Interruptible { get; } = Quick with
    {
        Script = new(null, [Reply("A long story.", 10), Reply("An answer.")]),
        Pace = new() { Speed = 10, LargestBytes = 9_600 },
    };

    public static async Task<DeepgramTalk> StartAsync(
        DeepgramSwitches? sandbox = null, string settings = "{}", AgentConnectionOptions? options = null, string? key = null,
        DeepgramOptions? limits = null)
    {
        var talk = new DeepgramTalk(await DeepgramSandbox.StartAsync(sandbox ?? Quick)) { Limits = limits ?? new() };
        await talk.OpenAsync(talk.Connector(), Setup(talk.Sandbox, settings, key), options);
        return talk;
    }

    /// <summary>Likewise, until it is ready.</summary>
    public static async Task<DeepgramTalk> OpenAsync(
        DeepgramSwitches? sandbox = null, string settings = "{}", AgentConnectionOptions? options = null, DeepgramOptions? limits = null)
    {
        var talk = await StartAsync(sandbox, settings, options, limits: limits);
        await talk.NextAsync<AgentEvent.Ready>();
        return talk;
    }

    public static ConnectorSetup Setup(DeepgramSandbox sandbox, string settings, string? key = null) =>
        SetupFor(sandbox, settings, key ?? new DeepgramSwitches().ApiKey);

    public DeepgramConnector Connector() => new(Http, TimeProvider.System, Limits);

    /// <summary>Waits until the sandbox received so many messages of a type, and returns the last.</summary>
    public async Task<JsonObject> SentAsync(string type, int count = 1)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            List<JsonObject> sent = [.. Peer.Session.Received.Where(message => (string?)message["type"] == type)];
            if (sent.Count >= count)
            {
                return sent[count - 1];
            }

            Assert.True(TimeProvider.System.GetElapsedTime(start) < Limit, $"No {type} came.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Types of what the sandbox received, audio left out.</summary>
    public IReadOnlyList<string> Sent => [.. Peer.Session.Received.Select(e => (string)e["type"]!)];
}
