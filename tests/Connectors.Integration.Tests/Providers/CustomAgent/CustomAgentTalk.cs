using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.Events;
using Connectors.Providers.CustomAgent;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.CustomAgent;

namespace Connectors.Integration.Tests.Providers.CustomAgent;

/// <summary>A conversation with the stand-in of a tenant's own agent.</summary>
internal sealed class CustomAgentTalk : AgentTalk
{
    private CustomAgentTalk(CustomAgentSandbox sandbox, int inputRate, int outputRate)
        : base(sandbox, sandbox.Switches.ApiKey, inputRate, outputRate) => Sandbox = sandbox;

    public CustomAgentSandbox Sandbox { get; }

    /// <summary>The sandbox's side of it.</summary>
    public CustomAgentSocket Peer => Sandbox.Talks[^1];

    /// <summary>Fast and always the same: a tone of one second for each reply.</summary>
    public static CustomAgentSwitches Quick { get; } = new()
    {
        Script = new(null, [Reply("One."), Reply("Two."), Reply("Three.")]),
        Voice = new ToneVoice(AgentTone),
        Pace = new() { Speed = double.PositiveInfinity },
    };

    /// <summary>Slow enough to be interrupted while it generates: ten seconds of audio in about one.</summary>
    public static CustomAgentSwitches Interruptible { get; } = Quick with
    {
        Script = new(null, [Reply("A long story.", 10), Reply("An answer.")]),
        Pace = new() { Speed = 10, LargestBytes = 9_600 },
    };

    public static async Task<CustomAgentTalk> StartAsync(
        CustomAgentSwitches? sandbox = null, AgentConnectionOptions? options = null, string? key = null)
    {
        var switches = sandbox ?? Quick;
        var talk = new CustomAgentTalk(
            await CustomAgentSandbox.StartAsync(switches),
            switches.InputRate == 0 ? 16_000 : switches.InputRate,
            switches.OutputRate == 0 ? 24_000 : switches.OutputRate);
        await talk.OpenAsync(talk.Connector(), Setup(talk.Sandbox, key), options);
        return talk;
    }

    /// <summary>Likewise, until it is ready.</summary>
    public static async Task<CustomAgentTalk> OpenAsync(CustomAgentSwitches? sandbox = null, AgentConnectionOptions? options = null)
    {
        var talk = await StartAsync(sandbox, options);
        await talk.NextAsync<AgentEvent.Ready>();
        return talk;
    }

    public static ConnectorSetup Setup(CustomAgentSandbox sandbox, string? key = null) =>
        new(JsonSerializer.SerializeToElement(new { url = sandbox.Url }), new(key ?? sandbox.Switches.ApiKey));

    public CustomAgentConnector Connector() => new(Http, TimeProvider.System, new() { AllowInsecure = true });

    /// <summary>Waits until the sandbox received a message of a type.</summary>
    public async Task<JsonObject> SentAsync(string type)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (Peer.Talk.Received.FirstOrDefault(message => (string?)message["type"] == type) is { } sent)
            {
                return sent;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(start) < Limit, $"No {type} came.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>How the sandbox saw the connection end.</summary>
    public async Task<(int Status, string Reason)> FarewellAsync() =>
        await Peer.Farewell.WaitAsync(Limit, TimeProvider.System, TestContext.Current.CancellationToken);
}
