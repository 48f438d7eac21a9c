using System.Text.Json;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Cartesia;
using Connectors.Sandbox.Cartesia.Managed;
using Connectors.Sandbox.CustomAgent;
using Connectors.Sandbox.Deepgram;
using Connectors.Sandbox.ElevenLabs;
using Connectors.Sandbox.Gemini;
using Connectors.Sandbox.OpenAI;

namespace Connectors.Sandbox.Demo;

/// <summary>The providers' sandboxes that the demo can hold its conversation with.</summary>
internal static class DemoAgents
{
    private const string Experimental = "cartesia-managed";

    /// <summary>Ids of their connectors; the first is the default.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["elevenlabs", "openai-realtime", "gemini-live", "deepgram", "cartesia-line", Experimental, "custom"];

    /// <summary>The choice, for <c>--help</c>.</summary>
    public static string Choice => $"{string.Join(" | ", Names)} (default {Names[0]}; {Experimental} is experimental)";

    /// <summary>Starts one.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="script">What it says.</param>
    /// <param name="time">Its clock.</param>
    public static async Task<IDemoAgent> StartAsync(string name, AgentScript script, TimeProvider time) => name switch
    {
        "openai-realtime" => await OpenAIAgent.StartAsync(script, time),
        "gemini-live" => await GeminiAgent.StartAsync(script, time),
        "deepgram" => await DeepgramAgent.StartAsync(script, time),
        "cartesia-line" => await CartesiaAgent.StartAsync(script, time),
        Experimental => await ManagedAgent.StartAsync(script, time),
        "custom" => await CustomAgent.StartAsync(script, time),
        _ => await ElevenLabsAgent.StartAsync(script, time),
    };

    private static JsonElement Json(object settings) => JsonSerializer.SerializeToElement(settings);

    private sealed class ElevenLabsAgent(ElevenLabsSandbox sandbox, AudioArrivals arrivals) : IDemoAgent
    {
        public string ConnectorId => "elevenlabs";

        public ConnectorSetup Setup => new(
            Json(new { agentId = sandbox.Behaviour.AgentId, baseUrl = sandbox.BaseAddress }), new(sandbox.Behaviour.Account.ApiKey));

        public AudioArrivals Arrivals => arrivals;

        public IReadOnlyList<HeardConversation> Conversations =>
        [
            .. sandbox.Conversations.Select(conversation => new HeardConversation(
                16_000, conversation.Received.Audio, string.Join('\n', conversation.Received.Messages))),
        ];

        public static async Task<IDemoAgent> StartAsync(AgentScript script, TimeProvider time)
        {
            var arrivals = new AudioArrivals(time);
            var sandbox = new ElevenLabsSandbox(new() { Script = script, Arrivals = arrivals }, time);
            await sandbox.StartAsync();
            return new ElevenLabsAgent(sandbox, arrivals);
        }

        public ValueTask DisposeAsync() => sandbox.DisposeAsync();
    }

    private sealed class OpenAIAgent(OpenAIRealtimeSandbox sandbox, OpenAISwitches switches, AudioArrivals arrivals) : IDemoAgent
    {
        public string ConnectorId => "openai-realtime";

        public ConnectorSetup Setup => new(
            Json(new { model = switches.Models[0], baseUrl = sandbox.BaseUrl, greeting = switches.Script.Greeting?.Text }),
            new(switches.ApiKey));

        public AudioArrivals Arrivals => arrivals;

        public IReadOnlyList<HeardConversation> Conversations =>
        [
            .. sandbox.Sockets.Select(socket => new HeardConversation(
                24_000, socket.Session.Heard, string.Join('\n', socket.Session.Memory))),
        ];

        public static async Task<IDemoAgent> StartAsync(AgentScript script, TimeProvider time)
        {
            var arrivals = new AudioArrivals(time);
            var switches = new OpenAISwitches { Script = script, Arrivals = arrivals };
            return new OpenAIAgent(await OpenAIRealtimeSandbox.StartAsync(switches, time), switches, arrivals);
        }

        public ValueTask DisposeAsync() => sandbox.DisposeAsync();
    }

    private sealed class GeminiAgent(GeminiSandbox sandbox, GeminiSwitches switches, AudioArrivals arrivals) : IDemoAgent
    {
        public string ConnectorId => "gemini-live";

        public ConnectorSetup Setup => new(
            Json(new { model = switches.Models[0], baseUrl = sandbox.BaseUrl, greeting = switches.Script.Greeting?.Text }),
            new(switches.ApiKey));

        public AudioArrivals Arrivals => arrivals;

        public IReadOnlyList<HeardConversation> Conversations => [.. sandbox.Sockets.Select(socket => HeardBy(socket.Session))];

        public static async Task<IDemoAgent> StartAsync(AgentScript script, TimeProvider time)
        {
            var arrivals = new AudioArrivals(time);
            var switches = new GeminiSwitches { Script = script, Arrivals = arrivals };
            return new GeminiAgent(await GeminiSandbox.StartAsync(switches, time), switches, arrivals);
        }

        public ValueTask DisposeAsync() => sandbox.DisposeAsync();

        private static HeardConversation HeardBy(LiveSession session)
        {
            lock (session.Sync)
            {
                return new(16_000, session.Microphone.Heard, string.Join('\n', session.Memory));
            }
        }
    }

    private sealed class DeepgramAgent(DeepgramSandbox sandbox, DeepgramSwitches switches, AudioArrivals arrivals) : IDemoAgent
    {
        public string ConnectorId => "deepgram";

        public ConnectorSetup Setup => new(
            Json(new { baseUrl = sandbox.BaseUrl, greeting = switches.Script.Greeting?.Text }), new(switches.ApiKey));

        public AudioArrivals Arrivals => arrivals;

        public IReadOnlyList<HeardConversation> Conversations =>
        [
            .. sandbox.Sockets.Select(socket => new HeardConversation(
                16_000, socket.Session.Heard, string.Join('\n', socket.Session.Memory))),
        ];

        public static async Task<IDemoAgent> StartAsync(AgentScript script, TimeProvider time)
        {
            var arrivals = new AudioArrivals(time);
            var switches = new DeepgramSwitches { Script = script, Arrivals = arrivals };
            return new DeepgramAgent(await DeepgramSandbox.StartAsync(switches, time), switches, arrivals);
        }

        public ValueTask DisposeAsync() => sandbox.DisposeAsync();
    }

    private sealed class CartesiaAgent(CartesiaSandbox sandbox, CartesiaSwitches switches, AudioArrivals arrivals) : IDemoAgent
    {
        public string ConnectorId => "cartesia-line";

        public ConnectorSetup Setup => new(
            Json(new { agentId = switches.AgentId, baseUrl = sandbox.BaseUrl, introduction = switches.Script.Greeting?.Text }),
            new(switches.ApiKey));

        public bool TellsTexts => false;

        public AudioArrivals Arrivals => arrivals;

        public IReadOnlyList<HeardConversation> Conversations =>
        [
            .. sandbox.Sockets.Select(socket => new HeardConversation(
                24_000, socket.Session.Heard, string.Join('\n', socket.Session.Memory))),
        ];

        public static async Task<IDemoAgent> StartAsync(AgentScript script, TimeProvider time)
        {
            var arrivals = new AudioArrivals(time);
            var switches = new CartesiaSwitches { Script = script, Arrivals = arrivals };
            return new CartesiaAgent(await CartesiaSandbox.StartAsync(switches, time), switches, arrivals);
        }

        public ValueTask DisposeAsync() => sandbox.DisposeAsync();
    }

    private sealed class ManagedAgent(CartesiaManagedSandbox sandbox, AudioArrivals arrivals) : IDemoAgent
    {
        public string ConnectorId => Experimental;

        public ConnectorSetup Setup => new(
            Json(new { agentId = sandbox.Switches.AgentId, baseUrl = sandbox.BaseUrl }), new(sandbox.Switches.ApiKey));

        public AudioArrivals Arrivals => arrivals;

        public IReadOnlyList<HeardConversation> Conversations =>
        [
            .. sandbox.Sockets.Select(socket => new HeardConversation(
                24_000, socket.Session.Heard, string.Join('\n', socket.Session.Memory))),
        ];

        public static async Task<IDemoAgent> StartAsync(AgentScript script, TimeProvider time)
        {
            var arrivals = new AudioArrivals(time);
            var switches = new CartesiaManagedSwitches { Script = script, Arrivals = arrivals };
            return new ManagedAgent(await CartesiaManagedSandbox.StartAsync(switches, time), arrivals);
        }

        public ValueTask DisposeAsync() => sandbox.DisposeAsync();
    }

    private sealed class CustomAgent(CustomAgentSandbox sandbox, AudioArrivals arrivals) : IDemoAgent
    {
        public string ConnectorId => "custom";

        public ConnectorSetup Setup => new(Json(new { url = sandbox.Url }), new(sandbox.Switches.ApiKey));

        public AudioArrivals Arrivals => arrivals;

        public IReadOnlyList<HeardConversation> Conversations =>
        [
            .. sandbox.Talks.Select(socket => new HeardConversation(16_000, socket.Talk.Heard, string.Join('\n', socket.Talk.Memory))),
        ];

        public static async Task<IDemoAgent> StartAsync(AgentScript script, TimeProvider time)
        {
            var arrivals = new AudioArrivals(time);
            var switches = new CustomAgentSwitches { Script = script, Arrivals = arrivals };
            return new CustomAgent(await CustomAgentSandbox.StartAsync(switches, time), arrivals);
        }

        public ValueTask DisposeAsync() => sandbox.DisposeAsync();
    }
}
