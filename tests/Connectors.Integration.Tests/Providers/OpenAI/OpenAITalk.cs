using Connectors.Events;
using Connectors.Providers.OpenAI;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.OpenAI;

namespace Connectors.Integration.Tests.Providers.OpenAI;

/// <summary>A conversation with OpenAI's sandbox.</summary>
internal sealed class OpenAITalk : AgentTalk
{
    public const int Rate = 24_000;

    private OpenAITalk(OpenAIRealtimeSandbox sandbox)
        : base(sandbox, sandbox.Switches.ApiKey, Rate, Rate) => Sandbox = sandbox;

    public OpenAIRealtimeSandbox Sandbox { get; }

    /// <summary>The sandbox's side of it.</summary>
    public RealtimeSocket Peer => Sandbox.Sockets[^1];

    /// <summary>Fast and always the same: a tone of one second for each reply.</summary>
    public static OpenAISwitches Quick { get; } = new()
    {
        Script = new(null, [Reply("One."), Reply("Two."), Reply("Three.")]),
        Voice = new ToneVoice(AgentTone),
        Pace = new() { CutsSamples = false, Speed = double.PositiveInfinity },
    };

    /// <summary>Slow enough to be interrupted while it generates: ten seconds of audio in about one.</summary>
    public static OpenAISwitches Interruptible { get; } = Quick with
    {
        Script = new(null, [Reply("A long story.", 10), Reply("An answer.")]),
        Pace = new() { CutsSamples = false, Speed = 10, LargestBytes = 9_600 },
    };

    public static async Task<OpenAITalk> StartAsync(
        OpenAISwitches? sandbox = null, string settings = "{}", AgentConnectionOptions? options = null, string? key = null)
    {
        var talk = new OpenAITalk(await OpenAIRealtimeSandbox.StartAsync(sandbox ?? Quick));
        await talk.OpenAsync(talk.Connector(), Setup(talk.Sandbox, settings, key), options);
        return talk;
    }

    /// <summary>Likewise, until it is ready.</summary>
    public static async Task<OpenAITalk> OpenAsync(
        OpenAISwitches? sandbox = null, string settings = "{}", AgentConnectionOptions? options = null)
    {
        var talk = await StartAsync(sandbox, settings, options);
        await talk.NextAsync<AgentEvent.Ready>();
        return talk;
    }

    public static ConnectorSetup Setup(OpenAIRealtimeSandbox sandbox, string settings, string? key = null) =>
        SetupFor(sandbox, settings, key ?? new OpenAISwitches().ApiKey);

    public OpenAIRealtimeConnector Connector() => new(Http, TimeProvider.System, new());

    /// <summary>Types of what the sandbox received, audio left out.</summary>
    public IReadOnlyList<string> Sent => [.. Peer.Session.Received.Select(e => (string)e["type"]!)];
}
