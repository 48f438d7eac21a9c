using System.Text.Json;

namespace Connectors.Integration.Tests.Providers;

/// <summary>
/// The provider's side of one conversation, as the contract tests use it. Each connector's case says how its provider does
/// these things; what a provider doesn't have throws <see cref="NotSupportedException"/>.
/// </summary>
internal abstract class FarSide
{
    /// <summary>What the user said, where a far side has to tell it so that what follows is an answer.</summary>
    public const string Question = "Wait.";

    /// <summary>Sends a message as it is.</summary>
    public abstract Task SendTextAsync(string message);

    /// <summary>Sends a binary message as it is.</summary>
    public abstract Task SendBinaryAsync(byte[] message);

    /// <summary>Speaks a whole turn in these pieces and marks its end, if the provider does.</summary>
    public abstract Task SpeakAsync(params byte[][] pieces);

    /// <summary>Begins a turn without ending it.</summary>
    public abstract Task BeginSpeakingAsync(byte[] piece);

    /// <summary>Whether a turn's begin is told, so that one can begin before the one before it was ended.</summary>
    public virtual bool TellsBegin => false;

    /// <summary>Begins an answer of the agent; what follows is of it.</summary>
    public virtual Task BeginTurnAsync() => Task.CompletedTask;

    /// <summary>Tells the whole text of the turn.</summary>
    public virtual Task TellAsync(string text) => throw new NotSupportedException();

    /// <summary>Sends audio of the turn.</summary>
    public abstract Task SoundAsync(byte[] audio);

    /// <summary>Ends the turn, as far as the provider does.</summary>
    public virtual Task EndTurnAsync() => Task.CompletedTask;

    /// <summary>Tells that the user interrupted, then sends late audio of the interrupted turn.</summary>
    public virtual Task InterruptAsync(byte[] late) => throw new NotSupportedException();

    /// <summary>Calls a tool and waits for nothing.</summary>
    public virtual Task CallToolAsync(string callId, string name, string argumentsJson) => throw new NotSupportedException();

    /// <summary>The answer to a tool call.</summary>
    public virtual Task<(string Result, bool IsError)> ToolResultAsync(string callId) => throw new NotSupportedException();

    /// <summary>The first text of the user that arrived.</summary>
    public virtual Task<string> UserTextAsync() => throw new NotSupportedException();

    /// <summary>The user's audio, once that much arrived.</summary>
    public abstract Task<byte[]> UserAudioAsync(int bytes);

    /// <summary>Ends the conversation as an agent does that hangs up.</summary>
    public abstract Task HangUpAsync();

    /// <summary>Ends the conversation because its time at the provider is over.</summary>
    public virtual Task ExpireAsync() => throw new NotSupportedException();

    /// <summary>Closes the socket with this status and reason, without a word before.</summary>
    public virtual Task CloseAsync(int status, string reason = "") => throw new NotSupportedException();

    /// <summary>Resets the TCP connection.</summary>
    public abstract void Reset();

    /// <summary>Reads nothing more.</summary>
    public abstract void StopReading();

    /// <summary>An event of a type that nobody knows, with this member beside its type.</summary>
    public virtual string UnknownEvent(string type, string member) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["type"] = type,
        ["anything"] = new { member },
    });
}
