using System.Text.Json;
using Connectors.Audio;
using Connectors.Events;
using Connectors.Providers.Deepgram.Settings;
using Connectors.Providers.Deepgram.Wire;

namespace Connectors.Providers.Deepgram.Dialog;

/// <summary>
/// Opens a session: 1. the server says <c>Welcome</c>, before which nothing may be sent; 2. we ask for ours (<c>Settings</c>),
/// with what was said before and the greeting, if any; 3. the server takes it (<c>SettingsApplied</c>), before which there is no
/// audio; 4. ready. Guarded by its owner.
/// </summary>
/// <param name="settings">The voice agent's.</param>
/// <param name="options">The host's.</param>
/// <param name="instructions">The prompt with its variables filled in, or null.</param>
/// <param name="conversation">Becomes ready.</param>
internal sealed class SessionSetup(
    DeepgramSettings settings, AgentConnectionOptions options, string? instructions, Conversation conversation)
{
    private const int MostLines = 500;
    private const int MostCharacters = 64_000;

    // Rates of Deepgram's voices as linear16 (Deepgram docs, "TTS Media Output Settings").
    private static readonly int[] VoiceRates = [8_000, 16_000, 24_000, 32_000, 48_000];

    private string _requestId = string.Empty;
    private bool _asked;

    /// <summary>Format of the user's audio: as the host has it, for Deepgram takes any that is stated.</summary>
    public AudioFormat Input { get; } =
        options.PreferredInput is { Encoding: AudioEncoding.Pcm16 } wanted ? wanted : DeepgramConnector.InputFormat;

    /// <summary>Format of the agent's audio: as the host wants it, where the voices have it.</summary>
    public AudioFormat Output { get; } = options.PreferredOutput is { Encoding: AudioEncoding.Pcm16 } wanted
        && VoiceRates.Contains(wanted.SampleRate) ? wanted : DeepgramConnector.OutputFormat;

    /// <summary>Where the session is.</summary>
    public static Uri AddressOf(DeepgramSettings settings) => SocketAddress.Of(new(settings.BaseAddress, "/v1/agent/converse"));

    /// <summary>Takes one message of the server.</summary>
    /// <returns>Whether the conversation became ready by it.</returns>
    public bool Apply(string type, JsonElement message)
    {
        if (conversation.IsReady || conversation.Ending is not null)
        {
            return false;
        }

        switch (type)
        {
            case "Welcome" when !_asked:
                _asked = true;
                _requestId = message.Text("request_id") ?? string.Empty;
                conversation.Send(ClientMessages.Settings(Message()));
                return false;
            case "SettingsApplied" when _asked:
                conversation.IsReady = true;
                conversation.Outbox.Insert(0, new AgentEvent.Ready(
                    _requestId, Input, Output, DeepgramConnector.CapabilitiesOf(settings)));
                return true;
            default:
                return false;
        }
    }

    private SettingsMessage Message()
    {
        var greeting = options.Greeting.Mode switch
        {
            GreetingMode.AsConfigured => Prompts.Fill(settings.Greeting, options.DynamicVariables),
            GreetingMode.Text => options.Greeting.Text,
            _ => null,
        };
        return new(settings)
        {
            Input = Input,
            Output = Output,
            Prompt = instructions,
            Greeting = string.IsNullOrWhiteSpace(greeting) ? null : greeting,
            Language = options.Language ?? settings.Language,
            History = History(),
        };
    }

    private List<ConversationLine> History()
    {
        var characters = 0;
        var count = options.History.Reverse().TakeWhile(line => (characters += line.Text.Length) <= MostCharacters).Take(MostLines).Count();
        if (count < options.History.Count)
        {
            conversation.Warn("history-shortened", "The beginning of a long conversation was not carried over.");
        }

        return [.. options.History.TakeLast(count).Where(static line => line.Text.Length > 0)];
    }
}
