using System.Text.Json;
using Connectors.Audio;
using Connectors.Providers.Cartesia.Settings;
using Connectors.Providers.Cartesia.Wire;

namespace Connectors.Providers.Cartesia.Dialog;

/// <summary>
/// Begins a call: 1. we say <c>start</c>, before which the server takes nothing; 2. the server says <c>ack</c>, with the call's id
/// and its format, which may be another than asked for; 3. ready. Guarded by its owner.
/// </summary>
/// <param name="settings">The voice agent's.</param>
/// <param name="options">The host's.</param>
/// <param name="conversation">Becomes ready.</param>
internal sealed class CallSetup(CartesiaLineSettings settings, AgentConnectionOptions options, Conversation conversation)
{
    // Members of the metadata that route a call; a session's variables are not meant for that.
    private static readonly string[] Routing = ["to", "from"];

    private readonly AudioFormat _wanted = FormatOf(settings, options);

    /// <summary>Where the call is.</summary>
    public static Uri AddressOf(CartesiaLineSettings settings) =>
        SocketAddress.Of(new(settings.BaseAddress, $"/agents/stream/{Uri.EscapeDataString(settings.AgentId)}"));

    /// <summary>
    /// The format to ask for: the settings', else the host's for the agent's audio, because what the user says loses less at another
    /// rate than what the avatar says.
    /// </summary>
    public static AudioFormat FormatOf(CartesiaLineSettings settings, AgentConnectionOptions options)
    {
        var name = settings.AudioFormat
            ?? CartesiaLineNames.Formats.FirstOrDefault(format => format == options.PreferredOutput.ToString())
            ?? "pcm_24000";
        return AudioFormat.TryParse(name, out var format) ? format : throw new InvalidOperationException("Not one of ours.");
    }

    /// <summary>The socket is open.</summary>
    public void Begin()
    {
        var introduction = options.Greeting.Mode switch
        {
            GreetingMode.AsConfigured => Prompts.Fill(settings.Introduction, options.DynamicVariables),
            GreetingMode.Text => options.Greeting.Text,
            _ => string.Empty,
        };
        var prompt = Prompts.Fill(settings.SystemPrompt, options.DynamicVariables);
        if (options.History.Count > 0)
        {
            // An agent whose prompt we don't know would lose it for ours.
            prompt = prompt is null ? null : Prompts.With(prompt, ConversationHistory.ToText(options.History));
            if (prompt is null)
            {
                conversation.Warn(
                    "history-not-told",
                    "The agent was not told what was said before: only agents with a systemPrompt in the settings are.");
            }
        }

        conversation.Send(ClientMessages.Start(json => Write(json, prompt, introduction)));
    }

    /// <summary>Takes one message of the server.</summary>
    public void Apply(string name, JsonElement message)
    {
        if (name != "ack" || conversation.IsReady || conversation.Ending is not null)
        {
            return;
        }

        var format = _wanted;
        if (message.Member("config").Text("input_format") is { } given && !AudioFormat.TryParse(given, out format))
        {
            conversation.End(CartesiaLineCloses.UnknownFormat);
            return;
        }

        conversation.Begin(message.Text("stream_id") ?? string.Empty, format);
    }

    private void Write(Utf8JsonWriter json, string? prompt, string? introduction)
    {
        json.WriteStartObject("config");
        json.WriteString("input_format", _wanted.ToString());
        if (settings.VoiceId is { } voice)
        {
            json.WriteString("voice_id", voice);
        }

        json.WriteEndObject();
        if (prompt is not null || introduction is not null)
        {
            json.WriteStartObject("agent");
            WriteText(json, "system_prompt", prompt);
            WriteText(json, "introduction", introduction);
            json.WriteEndObject();
        }

        json.WriteStartObject("metadata");
        var variables = options.DynamicVariables.Where(static variable => !Routing.Contains(variable.Key));
        foreach (var (name, value) in variables.Concat(settings.Metadata).DistinctBy(static pair => pair.Key))
        {
            json.WritePropertyName(name);
            DynamicValues.Write(json, value);
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }
}
