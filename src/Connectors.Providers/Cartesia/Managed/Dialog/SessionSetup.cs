using System.Text.Json;
using Connectors.Audio;
using Connectors.Providers.Cartesia.Managed.Settings;
using Connectors.Providers.Cartesia.Managed.Wire;

namespace Connectors.Providers.Cartesia.Managed.Dialog;

/// <summary>
/// Opens a conversation: 1. we say <c>session_create</c>, within ten seconds and before anything else; 2. the server says
/// <c>session_ready</c>, with the conversation's id and its format, before which it takes no audio; 3. ready. Guarded by its owner.
/// </summary>
/// <param name="talk">The voice agent's.</param>
/// <param name="options">The host's.</param>
/// <param name="conversation">Becomes ready.</param>
internal sealed class SessionSetup(ManagedTalk talk, AgentConnectionOptions options, Conversation conversation)
{
    // With up to three bytes each it stays below what Cartesia is said to take at once, 32 KiB.
    private const int LongestHistory = 8_000;

    private const string Usual = "pcm_24000";

    private readonly string _wanted = NameOf(talk.Settings, options);

    /// <summary>Where the conversation is.</summary>
    public static Uri AddressOf(CartesiaManagedSettings settings) => SocketAddress.Of(new(
        settings.BaseAddress,
        $"/v1/agents/websocket/{Uri.EscapeDataString(settings.AgentId)}?cartesia_version={CartesiaManagedConnector.Version}"));

    /// <summary>The format that is asked for.</summary>
    public static AudioFormat FormatOf(CartesiaManagedSettings settings, AgentConnectionOptions options) =>
        AudioFormat.TryParse(NameOf(settings, options), out var format) ? format : throw new InvalidOperationException("Not one of ours.");

    /// <summary>The socket is open.</summary>
    public void Begin()
    {
        if (options.Greeting.Mode == GreetingMode.Text)
        {
            conversation.Warn("greeting-not-changed", "The agent greets as it was configured at Cartesia; a session can't change that.");
        }

        if (options.Language is not null)
        {
            conversation.Warn("language-not-changed", "The agent speaks as it was configured at Cartesia; a session can't change that.");
        }

        conversation.Send(ClientMessages.Create(_wanted, talk.Settings.OutputDelivery, Variables()));
    }

    /// <summary>Takes one message of the server.</summary>
    /// <returns>Whether the conversation became ready by it.</returns>
    public bool Apply(string type, JsonElement message)
    {
        if (type != "session_ready" || conversation.IsReady || conversation.Ending is not null)
        {
            return false;
        }

        var name = message.Member("audio").Text("input_format") ?? _wanted;
        if (!AudioFormat.TryParse(name, out var format))
        {
            conversation.End(CartesiaManagedCloses.UnknownFormat);
            return false;
        }

        conversation.Begin(message.Text("call_id") ?? string.Empty, format, talk.Capabilities);
        return true;
    }

    // The settings', else the host's for the agent's audio: what the user says loses less at another rate than what the avatar says.
    private static string NameOf(CartesiaManagedSettings settings, AgentConnectionOptions options) => settings.AudioFormat
        ?? CartesiaManagedNames.Formats.FirstOrDefault(format => format == options.PreferredOutput.ToString())
        ?? Usual;

    // A name that Cartesia doesn't take would be the end of the conversation.
    private Dictionary<string, object> Variables()
    {
        var variables = new Dictionary<string, object>(talk.Settings.DynamicVariables, StringComparer.Ordinal);
        if (options.History.Count > 0 && talk.Agent.TakesHistory)
        {
            variables[CartesiaManagedNames.HistoryVariable] = ConversationHistory.ToText(options.History, LongestHistory);
        }
        else if (options.History.Count > 0)
        {
            conversation.Warn(
                "history-not-told",
                "The agent was not told what was said before: only agents are whose instructions use "
                + $"{{{{{CartesiaManagedNames.HistoryVariable}}}}}.");
        }

        var isLeftOut = false;
        foreach (var (name, value) in options.DynamicVariables)
        {
            if (CartesiaManagedNames.IsVariable(name)
                && (variables.ContainsKey(name) || variables.Count < CartesiaManagedNames.MostVariables))
            {
                variables[name] = value;
            }
            else
            {
                isLeftOut = true;
            }
        }

        if (isLeftOut)
        {
            conversation.Warn(
                "variables-left-out",
                "Some variables of the session were left out: Cartesia takes neither their names nor more than 64.");
        }

        return variables;
    }
}
