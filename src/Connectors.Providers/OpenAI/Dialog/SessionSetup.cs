using System.Text.Json;
using Connectors.Events;
using Connectors.Providers.OpenAI.Settings;
using Connectors.Providers.OpenAI.Wire;

namespace Connectors.Providers.OpenAI.Dialog;

/// <summary>
/// Opens a session: 1. the server says <c>session.created</c>; 2. we ask for ours (<c>session.update</c>); 3. the server
/// shows what it took (<c>session.updated</c>); 4. what was said before is replayed; 5. ready; 6. the greeting, if any.
/// Guarded by its owner.
/// </summary>
/// <param name="settings">The voice agent's.</param>
/// <param name="options">The host's.</param>
/// <param name="instructions">The prompt with its variables filled in, or null.</param>
/// <param name="conversation">Becomes ready.</param>
internal sealed class SessionSetup(
    OpenAIRealtimeSettings settings, AgentConnectionOptions options, string? instructions, Conversation conversation)
{
    /// <summary>Messages that may wait to be sent: a replay is sent at once.</summary>
    public const int ControlLimit = 2 * MostLines;

    private const int MostLines = 500;
    private const int MostCharacters = 64_000;

    private readonly SessionUpdate _update = new(settings, instructions, options.Language);
    private string _sessionId = string.Empty;
    private bool _asked;

    /// <summary>Where the session is.</summary>
    public static Uri AddressOf(OpenAIRealtimeSettings settings) =>
        SocketAddress.Of(new(settings.ApiAddress, $"realtime?model={Uri.EscapeDataString(settings.Model)}"));

    /// <summary>Takes one event of the server.</summary>
    /// <returns>Whether the conversation became ready by it.</returns>
    public bool Apply(string type, JsonElement e)
    {
        if (conversation.IsReady || conversation.Ending is not null)
        {
            return false;
        }

        var session = e.Member("session");
        switch (type)
        {
            case "session.created" when !_asked:
                _asked = true;
                _sessionId = session.Text("id") ?? string.Empty;
                conversation.Send(ClientEvents.UpdateSession(conversation.EventId("session"), _update.Write));
                return false;
            case "session.updated" when _asked:
                return Complete(session);
            default:
                return false;
        }
    }

    private bool Complete(JsonElement session)
    {
        if (!SessionUpdate.HasOurFormat(session, "input") || !SessionUpdate.HasOurFormat(session, "output"))
        {
            conversation.End(OpenAIRealtimeCloses.WrongFormat);
            return false;
        }

        foreach (var name in _update.Differences(session))
        {
            conversation.Warn("session-differs", $"OpenAI set the session's {name} otherwise than asked for.");
        }

        if (settings.Temperature is not null)
        {
            conversation.Warn("temperature-ignored", "OpenAI's realtime sessions have no temperature any more; the setting is ignored.");
        }

        Replay();
        conversation.IsReady = true;
        conversation.Outbox.Insert(0, new AgentEvent.Ready(
            _sessionId, Conversation.Format, Conversation.Format, OpenAIRealtimeConnector.CapabilitiesOf(settings)));
        Greet();
        return true;
    }

    private void Replay()
    {
        var characters = 0;
        var count = options.History.Reverse().TakeWhile(line => (characters += line.Text.Length) <= MostCharacters).Take(MostLines).Count();
        if (count < options.History.Count)
        {
            conversation.Warn("history-shortened", "The beginning of a long conversation was not carried over.");
        }

        foreach (var line in options.History.TakeLast(count).Where(static line => line.Text.Length > 0))
        {
            var role = line.Speaker == Speaker.User ? "user" : "assistant";
            conversation.Send(ClientEvents.CreateMessage(conversation.EventId("item"), null, role, line.Text));
        }
    }

    private void Greet()
    {
        var instruction = options.Greeting.Mode switch
        {
            GreetingMode.AsConfigured => Prompts.Fill(settings.Greeting, options.DynamicVariables),
            GreetingMode.Text when options.Greeting.Text is { } text => Prompts.Verbatim(text),
            _ => null,
        };
        if (!string.IsNullOrWhiteSpace(instruction))
        {
            conversation.Greet(instruction);
        }
    }
}
