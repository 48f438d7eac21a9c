namespace Connectors.Sandbox.Agents;

/// <summary>
/// What a sandbox's agent says: a greeting, then one reply for each turn of the user, starting over after the last. The
/// file format (<c>--agent-script FILE</c>) is one JSON object; unknown members are errors:
/// <code>
/// {
///   "greeting": "Hello.",                        // text or a reply object; left out or "": the user begins
///   "replies": [                                 // at least one; text or:
///     {
///       "text": "It is {tool} degrees.",         // {tool} stands for the tool's result
///       "audio": "voice",                        // "voice" (default) | "none" | {"tone": 440, "seconds": 1.5} | {"wav": "file.wav"}
///       "tool": {"name": "get_weather", "arguments": {"city": "Bern"}, "expectsResult": true},
///       "delayMs": 300,                          // 0 to 60,000; default 0
///       "hangUp": false
///     }
///   ]
/// }
/// </code>
/// A WAV's path is relative to the script.
/// </summary>
/// <param name="Greeting">The agent's first turn, or null if it waits for the user.</param>
/// <param name="Replies">At least one.</param>
internal sealed record AgentScript(AgentReply? Greeting, IReadOnlyList<AgentReply> Replies)
{
    /// <summary>A small conversation for demonstrations.</summary>
    public static AgentScript Default { get; } = new(
        new AgentReply { Text = "Hello! I am the sandbox agent. What can I do for you?" },
        [
            new() { Text = "I heard you well. I am a small program that stands in for a voice agent." },
            new()
            {
                Text = "Let me tell you a longer story, so that you can interrupt me. Once upon a time there was a bridge between "
                    + "two rooms. Whatever was said in one of them could be heard in the other, and nobody had to wait for anybody. "
                    + "People came from far away only to speak across it.",
            },
            new() { Text = "That is all I have to say about it. Is there anything else?" },
        ]);

    /// <summary>Reads a script file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is not a script; the message names every error.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static AgentScript Load(string path) =>
        AgentScriptReader.Read(File.ReadAllBytes(path), Path.GetFileName(path), Path.GetDirectoryName(Path.GetFullPath(path))!);

    /// <summary>The script that an option <c>--agent-script</c> names, or the default one.</summary>
    /// <param name="line">The arguments.</param>
    /// <exception cref="UsageException">The file can't be read or is no script.</exception>
    public static AgentScript Of(CommandLine line)
    {
        try
        {
            return line.Text("--agent-script") is { } path ? Load(path) : Default;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"--agent-script: {error.Message}");
        }
    }

    /// <summary>The agent's answer to the user's turn of this number.</summary>
    /// <param name="turn">0 for the first.</param>
    public AgentReply ReplyTo(int turn) => Replies[turn % Replies.Count];
}
