using Connectors.Integration.Tests.Providers.Bare;
using Connectors.Integration.Tests.Providers.Cartesia;
using Connectors.Integration.Tests.Providers.Cartesia.Managed;
using Connectors.Integration.Tests.Providers.CustomAgent;
using Connectors.Integration.Tests.Providers.Deepgram;
using Connectors.Integration.Tests.Providers.ElevenLabs;
using Connectors.Integration.Tests.Providers.Gemini;
using Connectors.Integration.Tests.Providers.OpenAI;

namespace Connectors.Integration.Tests.Providers;

/// <summary>All connectors that the contract tests run over: one line each.</summary>
internal static class ConnectorCases
{
    private static readonly Dictionary<string, Func<ConnectorCase>> Cases = new()
    {
        ["bare"] = () => new BareCase(),
        ["cartesia-line"] = () => new CartesiaCase(),
        ["cartesia-managed"] = () => new ManagedCase(),
        ["custom"] = () => new CustomAgentCase(),
        ["deepgram"] = () => new DeepgramCase(),
        ["elevenlabs"] = () => new ElevenLabsCase(),
        ["gemini-live"] = () => new GeminiCase(),
        ["openai-realtime"] = () => new OpenAICase(),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    public static ConnectorCase Create(string name) => Cases[name]();
}
