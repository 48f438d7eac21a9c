using System.Text.Json.Nodes;
using Connectors.Audio;

namespace Connectors.Sandbox.Deepgram;

/// <summary>A session's settings, read as strictly as Deepgram's schema is (deepgram-api-specs, "settings").</summary>
internal sealed class ConverseSettings
{
    private static readonly int[] VoiceRates = [8_000, 16_000, 24_000, 32_000, 48_000];

    private ConverseSettings(JsonObject json) => Json = json;

    /// <summary>The whole message.</summary>
    public JsonObject Json { get; }

    public AudioFormat Input { get; private set; }

    public AudioFormat Output { get; private set; }

    public string? Prompt { get; private set; }

    public string? Greeting { get; private set; }

    /// <summary>What was said before, as "user: …" and "assistant: …".</summary>
    public List<string> History { get; } = [];

    /// <summary>Names of the functions; those with an endpoint are the server's own.</summary>
    public List<string> Functions { get; } = [];

    /// <summary>Whether <c>AgentStartedSpeaking</c> is wanted.</summary>
    public bool IsExperimental { get; private set; }

    /// <summary>Reads a <c>Settings</c> message.</summary>
    /// <param name="json">The message.</param>
    /// <param name="switches">Knows the models.</param>
    /// <param name="settings">What it says.</param>
    /// <returns>What is wrong, or null.</returns>
    public static AgentFault? Read(JsonObject json, DeepgramSwitches switches, out ConverseSettings settings)
    {
        settings = new((JsonObject)json.DeepClone());
        return settings.ReadAll(switches);
    }

    private AgentFault? ReadAll(DeepgramSwitches switches)
    {
        var members = new JsonMembers(Json);
        members.Know("type", "tags", "experimental", "flags", "mip_opt_out", "audio", "agent");
        IsExperimental = members.Flag("experimental") ?? false;
        members.Flag("mip_opt_out");
        members.Texts("tags");
        ReadAudio(members.Object("audio"));
        ReadAgent(members.Object("agent"), switches);
        return members.Fault;
    }

    private void ReadAudio(JsonMembers audio)
    {
        audio.Know("input", "output");
        var input = audio.Object("input");
        input.Know("encoding", "sample_rate");
        Input = FormatOf(input);
        var output = audio.Object("output");
        output.Know("encoding", "sample_rate", "bitrate", "container");
        Output = FormatOf(output);
        if (!VoiceRates.Contains(Output.SampleRate))
        {
            output.Refuse("sample_rate is not supported for linear16");
        }

        // Its default is wav, which is no PCM.
        if (output.Text("container") != "none")
        {
            output.Refuse("this stand-in has containers none only");
        }
    }

    private static AudioFormat FormatOf(JsonMembers json)
    {
        if (json.Text("encoding") is not (null or "linear16"))
        {
            json.Refuse("this stand-in has linear16 only");
        }

        var rate = json.Whole("sample_rate") ?? 24_000;
        if (rate is >= AudioFormat.LowestRate and <= AudioFormat.HighestRate)
        {
            return AudioFormat.Pcm16(rate);
        }

        json.Refuse("sample_rate is out of range");
        return AudioFormat.Pcm16(24_000);
    }

    private void ReadAgent(JsonMembers agent, DeepgramSwitches switches)
    {
        agent.Know("language", "context", "listen", "think", "speak", "greeting");
        agent.Text("language");
        Greeting = agent.Text("greeting");
        ReadContext(agent.Object("context"));
        ReadListen(agent.Object("listen").Object("provider"), switches);
        ReadThink(agent.Object("think"), switches);
        var speak = agent.Object("speak").Object("provider");
        speak.Know("type", "model", "speed");
        if (speak.Text("type") is not (null or "deepgram") || (speak.Text("model") is { } voice && !switches.Voices.Contains(voice)))
        {
            speak.Refuse("speak.provider is unknown");
        }
    }

    private void ReadContext(JsonMembers context)
    {
        context.Know("messages");
        foreach (var message in context.Items("messages"))
        {
            message.Know("type", "role", "content", "function_calls");
            if (message.Text("type") != "History" || message.Text("role") is not ("user" or "assistant") || message.Text("content") is null)
            {
                message.Refuse("a message of the context is no History");
            }

            History.Add($"{message.Text("role")}: {message.Text("content")}");
        }
    }

    private static void ReadListen(JsonMembers provider, DeepgramSwitches switches)
    {
        var isFlux = provider.Text("model")?.StartsWith("flux-", StringComparison.Ordinal) == true;
        if (isFlux)
        {
            provider.Know(
                "type", "version", "model", "keyterms", "eot_threshold", "eager_eot_threshold", "eot_timeout_ms", "language_hints");
        }
        else
        {
            provider.Know("type", "version", "model", "language", "keyterms", "smart_format");
        }

        provider.Texts("keyterms");
        provider.Flag("smart_format");
        provider.Texts("language_hints");
        if (provider.Text("version") is not (null or "v1" or "v2") || provider.Text("version") == "v2" != isFlux
            || (!isFlux && provider.Text("model") is { } model && !switches.ListenModels.Contains(model)))
        {
            provider.Refuse("listen.provider is unknown");
        }
    }

    private void ReadThink(JsonMembers think, DeepgramSwitches switches)
    {
        think.Know("provider", "prompt", "functions", "context_length");
        Prompt = think.Text("prompt");
        var provider = think.Object("provider");
        provider.Know("type", "model", "temperature");
        if (!switches.ThinkModels.Contains((provider.Text("type") ?? string.Empty, provider.Text("model") ?? string.Empty)))
        {
            provider.Refuse("think.provider is unknown");
        }

        foreach (var function in think.Items("functions"))
        {
            function.Know("name", "description", "parameters", "endpoint");
            if (function.Text("name") is not { Length: > 0 } name)
            {
                function.Refuse("a function has no name");
                continue;
            }

            Functions.Add(name);
        }
    }
}
