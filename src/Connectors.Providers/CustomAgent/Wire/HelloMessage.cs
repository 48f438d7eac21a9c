using System.Globalization;
using System.Text.Json;
using Connectors.Audio;
using Connectors.Providers.CustomAgent.Settings;
using Connectors.Transport;

namespace Connectors.Providers.CustomAgent.Wire;

/// <summary>The host's <c>hello</c>: how it would like the conversation to be.</summary>
internal sealed class HelloMessage
{
    private const int MostLines = 500;
    private const int MostCharacters = 64_000;

    private readonly CustomAgentSettings _settings;
    private readonly AgentConnectionOptions _options;
    private readonly List<ConversationLine> _history;

    /// <summary>Puts it together.</summary>
    /// <param name="settings">The voice agent's.</param>
    /// <param name="options">The host's.</param>
    /// <param name="isCheck">Whether the agent is only to show that it could hold the conversation.</param>
    public HelloMessage(CustomAgentSettings settings, AgentConnectionOptions options, bool isCheck)
    {
        _settings = settings;
        _options = options;
        IsCheck = isCheck;
        var characters = 0;
        var count = options.History.Reverse().TakeWhile(line => (characters += line.Text.Length) <= MostCharacters).Take(MostLines).Count();
        IsHistoryShortened = count < options.History.Count;
        _history = [.. options.History.TakeLast(count).Where(static line => line.Text.Length > 0)];
    }

    /// <summary>Whether it is no conversation.</summary>
    public bool IsCheck { get; }

    /// <summary>Whether not all that was said before has a place.</summary>
    public bool IsHistoryShortened { get; }

    /// <summary>Format in which we would like to send.</summary>
    public AudioFormat Input => AudioFormat.Pcm16(_options.PreferredInput.SampleRate);

    /// <summary>Format in which we would like to receive.</summary>
    public AudioFormat Output => AudioFormat.Pcm16(_options.PreferredOutput.SampleRate);

    /// <summary>The message.</summary>
    public MessageBuffer ToMessage() => HostMessages.Write("hello", Write);

    private void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("version", 1);
        json.WriteBoolean("validate", IsCheck);
        json.WriteNumber("input_rate", Input.SampleRate);
        json.WriteNumber("output_rate", Output.SampleRate);
        WriteGreeting(json);
        if (_options.Language is { } language)
        {
            json.WriteString("language", language);
        }

        WriteVariables(json);
        WriteHistory(json);
        if (_options.ResumeToken is { } token)
        {
            json.WriteString("resume_token", token);
        }

        if (_settings.Parameters.ValueKind == JsonValueKind.Object)
        {
            json.WritePropertyName("parameters");
            _settings.Parameters.WriteTo(json);
        }
    }

    private void WriteGreeting(Utf8JsonWriter json)
    {
        json.WriteStartObject("greeting");
        json.WriteString("mode", _options.Greeting.Mode switch
        {
            GreetingMode.AsConfigured => "as-configured",
            GreetingMode.Text => "text",
            _ => "none",
        });
        if (_options.Greeting is { Mode: GreetingMode.Text, Text: { } text })
        {
            json.WriteString("text", text);
        }

        json.WriteEndObject();
    }

    private void WriteVariables(Utf8JsonWriter json)
    {
        json.WriteStartObject("variables");
        foreach (var (name, value) in _options.DynamicVariables)
        {
            switch (value)
            {
                case bool flag:
                    json.WriteBoolean(name, flag);
                    break;
                case double number:
                    json.WriteNumber(name, number);
                    break;
                case long or int:
                    json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                    break;
                default:
                    json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
                    break;
            }
        }

        json.WriteEndObject();
    }

    private void WriteHistory(Utf8JsonWriter json)
    {
        json.WriteStartArray("history");
        foreach (var line in _history)
        {
            json.WriteStartObject();
            json.WriteString("speaker", line.Speaker == Speaker.User ? "user" : "agent");
            json.WriteString("text", line.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
