using System.Text.Json;
using Connectors.Events;

namespace Connectors;

/// <summary>
/// One live socket to a provider. Every operation is an enqueue: it returns at once, may be called from any thread, and
/// says whether it was taken. What a provider lacks is a capability that is off (<see cref="AgentCapabilities"/>); calling
/// it all the same answers <see cref="SendResult.NotSupported"/>.
/// </summary>
public interface IAgentConnection : IAsyncDisposable
{
    /// <summary>
    /// Sends user audio in the format that <see cref="AgentEvent.Ready"/> named, 20–40 ms a call, silence included.
    /// Above about one second of unsent audio the oldest is dropped and counted (<see cref="DroppedAudio"/>).
    /// </summary>
    /// <param name="audio">Whole samples; copied before the call returns.</param>
    SendResult SendAudio(ReadOnlySpan<byte> audio);

    /// <summary>User audio dropped because the provider did not read it fast enough, since the start.</summary>
    TimeSpan DroppedAudio { get; }

    /// <summary>Sends a text as a turn of the user; the agent answers it as if it had been spoken.</summary>
    /// <param name="text">What the user wrote.</param>
    SendResult SendUserText(string text);

    /// <summary>Tells the agent something without asking for an answer.</summary>
    /// <param name="text">The background information.</param>
    /// <param name="key">A later note with the same key replaces this one, where the provider can do that.</param>
    SendResult AddContext(string text, string? key);

    /// <summary>Makes the agent say this text.</summary>
    /// <param name="text">The text; verbatim if <see cref="AgentCapabilities.Say"/> says so.</param>
    SendResult Say(string text);

    /// <summary>Stops the agent's current turn. The host has already flushed its own playout.</summary>
    SendResult Interrupt();

    /// <summary>Says that the user is busy with something (typing), so that the agent does not start to speak.</summary>
    SendResult NotifyUserActivity();

    /// <summary>
    /// Reports how far a turn was really heard. The host calls it for every turn with audio: once when it was played out,
    /// or once when it was interrupted. Most connectors ignore it; OpenAI truncates the conversation by it.
    /// </summary>
    /// <param name="report">Turn, heard time and outcome.</param>
    void ReportPlayout(PlayoutReport report);

    /// <summary>Answers a tool call.</summary>
    /// <param name="result">Call id and result.</param>
    SendResult SendToolResult(ToolResult result);

    /// <summary>Passes a message in the provider's own language through, if its type is one the connector allows.</summary>
    /// <param name="type">The message's type in the provider's protocol.</param>
    /// <param name="data">The message without its type; undefined where there is none.</param>
    SendResult SendRaw(string type, JsonElement data);

    /// <summary>
    /// Ends the conversation politely, bounded in time (at most 2 s), then closes the socket. The listener has received
    /// its <see cref="AgentEvent.Closed"/> when the task ends. Safe to call more than once.
    /// </summary>
    Task CloseAsync();
}
