using Connectors.Events;
using Connectors.Providers.Gemini.Settings;
using Connectors.Providers.Gemini.Wire;

namespace Connectors.Providers.Gemini.Dialog;

/// <summary>
/// Opens a session: 1. we say what it shall be (<c>setup</c>), with the handle of the conversation to go on with, if there is
/// one; 2. the server takes it (<c>setupComplete</c>), before which nothing may be sent; 3. without a handle, what was said
/// before is replayed; 4. ready; 5. the greeting, if any. Guarded by its owner.
/// </summary>
/// <param name="settings">The voice agent's.</param>
/// <param name="options">The host's.</param>
/// <param name="conversation">Becomes ready.</param>
internal sealed class SessionSetup(GeminiLiveSettings settings, AgentConnectionOptions options, Conversation conversation)
{
    private const string Path = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent";
    private const int MostLines = 500;
    private const int MostCharacters = 64_000;

    private readonly string? _handle = string.IsNullOrEmpty(options.ResumeToken) ? null : options.ResumeToken;

    /// <summary>Whether a conversation is to go on that Gemini has kept.</summary>
    public bool IsResuming => _handle is not null;

    private bool HasHistory => !IsResuming && options.History.Any(static line => line.Text.Length > 0);

    /// <summary>Where the session is.</summary>
    public static Uri AddressOf(GeminiLiveSettings settings) => SocketAddress.Of(new(settings.BaseAddress, Path));

    /// <summary>The socket is open.</summary>
    public void Begin()
    {
        var setup = new SetupMessage(settings, Prompts.Fill(settings.Instructions, options.DynamicVariables), options.Language);
        conversation.Send(ClientMessages.Setup(json => setup.Write(json, _handle, HasHistory && !settings.TakesContents)));
    }

    /// <summary>The server took the session as it was asked for.</summary>
    /// <param name="sessionId">Its id, or null.</param>
    public void Complete(string? sessionId)
    {
        if (conversation.IsReady || conversation.Ending is not null)
        {
            return;
        }

        Replay();
        conversation.IsReady = true;
        conversation.Outbox.Insert(0, new AgentEvent.Ready(
            sessionId ?? string.Empty, Conversation.InputFormat, Conversation.OutputFormat, GeminiLiveConnector.CapabilitiesOf(settings)));
        Greet();
    }

    private void Replay()
    {
        if (!HasHistory)
        {
            return;
        }

        var characters = 0;
        var count = options.History.Reverse().TakeWhile(line => (characters += line.Text.Length) <= MostCharacters).Take(MostLines).Count();
        if (count < options.History.Count)
        {
            conversation.Warn("history-shortened", "The beginning of a long conversation was not carried over.");
        }

        // Announced as initial history it has to be complete and isn't answered (python-genai, HistoryConfig); models that take
        // contents at any time would answer it, were it complete.
        conversation.Send(ClientMessages.Contents(
            options.History.TakeLast(count).Where(static line => line.Text.Length > 0), isComplete: !settings.TakesContents));
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
            conversation.AddUserText(instruction);
        }
    }
}
