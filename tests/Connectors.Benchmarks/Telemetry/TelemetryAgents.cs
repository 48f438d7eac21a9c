using System.Net;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.CustomAgent;
using Connectors.Sandbox.ElevenLabs;
using Connectors.Sandbox.Gemini;
using Connectors.Sandbox.OpenAI;
using Connectors.Testing;

namespace Connectors.Benchmarks.Telemetry;

/// <summary>
/// Stand-ins of voice agents, good ones and bad ones. They say, in turn: something, something after a tool, something long, something.
/// </summary>
internal sealed class TelemetryAgents : IAsyncDisposable
{
    /// <summary>The tool that they call.</summary>
    public const string Tool = "get_weather";

    private static readonly AgentReply Short = Reply("Yes.", 1);

    private static readonly AgentScript Script = new(
        Reply("Hello.", 0.8), [Short, Reply("It is {tool}.", 1) with { Tool = new(Tool, "{}") }, Reply("Once upon a time.", 8), Short]);

    // We know that the plan allows six conversations at once; that it takes more by itself doesn't matter.
    private readonly ElevenLabsSandbox _elevenLabs =
        new(new() { Script = Script, Account = new() { Tier = "starter", ConcurrencyLimit = 20 } });

    private OpenAIRealtimeSandbox _openAI = null!;
    private OpenAIRealtimeSandbox _refusing = null!;
    private GeminiSandbox _gemini = null!;
    private CustomAgentSandbox _slow = null!;

    private TelemetryAgents()
    {
    }

    public string ElevenLabsAddress => _elevenLabs.BaseAddress.ToString();

    public string OpenAIAddress => _openAI.BaseUrl;

    public string GeminiAddress => _gemini.BaseUrl;

    /// <summary>Between the service and the OpenAI of <see cref="Lossy"/>.</summary>
    public TcpRelay Line { get; private set; } = null!;

    /// <summary>Whose plan allows six conversations at once.</summary>
    public WatchedAgent ElevenLabs => new(
        "elevenlabs",
        new { agentId = _elevenLabs.Behaviour.AgentId, baseUrl = _elevenLabs.BaseAddress },
        _elevenLabs.Behaviour.Account.ApiKey);

    public WatchedAgent OpenAI => OpenAIOf(_openAI, _openAI.BaseUrl);

    /// <summary>Whose connection can be broken.</summary>
    public WatchedAgent Lossy => OpenAIOf(_openAI, Line.Of(new(_openAI.BaseUrl)).ToString());

    /// <summary>That takes nobody's key.</summary>
    public WatchedAgent Refusing => OpenAIOf(_refusing, _refusing.BaseUrl) with { IsChecked = false };

    /// <summary>That says after seconds that it goes away.</summary>
    public WatchedAgent Gemini => new(
        "gemini-live",
        new { model = _gemini.Switches.Models[0], baseUrl = _gemini.BaseUrl, greeting = "Hello." },
        _gemini.Switches.ApiKey);

    /// <summary>That speaks more slowly than it is heard.</summary>
    public WatchedAgent Slow => new("custom", new { url = _slow.Url }, _slow.Switches.ApiKey);

    /// <summary>Has Gemini know none of the conversations any more that it is to go on with, or all of them.</summary>
    public void ForgetConversations(bool isSo) =>
        _gemini.Switches = _gemini.Switches with { RefuseHandlesWith = isSo ? LiveFault.Invalid : null };

    public static async Task<TelemetryAgents> StartAsync()
    {
        var agents = new TelemetryAgents
        {
            _openAI = await OpenAIRealtimeSandbox.StartAsync(new() { Script = Script }),
            _refusing = await OpenAIRealtimeSandbox.StartAsync(new() { RefuseWith = (int)HttpStatusCode.Unauthorized }),
            _gemini = await GeminiSandbox.StartAsync(new()
            {
                Script = Script,
                ConnectionLimit = TimeSpan.FromSeconds(64),
                GoAwayNotice = TimeSpan.FromSeconds(60),
            }),
            _slow = await CustomAgentSandbox.StartAsync(new()
            {
                Script = new(Reply("Well.", 3), [Reply("Well.", 3)]),
                Pace = new() { Speed = 0.4, LargestBytes = 8_000 },
            }),
        };
        await agents._elevenLabs.StartAsync();
        agents.Line = new(new(agents._openAI.BaseUrl));
        return agents;
    }

    public async ValueTask DisposeAsync()
    {
        await Line.DisposeAsync();
        await _slow.DisposeAsync();
        await _gemini.DisposeAsync();
        await _refusing.DisposeAsync();
        await _openAI.DisposeAsync();
        await _elevenLabs.DisposeAsync();
    }

    private static AgentReply Reply(string text, double seconds) =>
        new() { Text = text, Audio = ReplyAudio.Tone(440, TimeSpan.FromSeconds(seconds)) };

    private static WatchedAgent OpenAIOf(OpenAIRealtimeSandbox sandbox, string address) => new(
        "openai-realtime", new { model = sandbox.Switches.Models[0], baseUrl = address, greeting = "Hello." }, sandbox.Switches.ApiKey);
}
