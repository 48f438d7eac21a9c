using System.Globalization;
using Connectors.Audio;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.ElevenLabs;

/// <summary>The sandbox's behaviour and faults as command-line options.</summary>
internal static class ElevenLabsSwitches
{
    private const string Format = "pcm_8000 … pcm_48000 or ulaw_8000";

    public static IReadOnlyList<CommandOption> All { get; } =
    [
        new("--port", "N", "Port on 127.0.0.1 (default: a free one)"),
        new("--api-key", "KEY", "The only key accepted"),
        new("--permissions", "LIST", "What the key may do, with commas (default convai_read,user_read,voices_read)"),
        new("--agent-id", "ID", "The only agent"),
        new("--agent-script", "FILE", "What the agent says (JSON)"),
        new("--tone", "HZ", "The agent speaks a tone instead of words"),
        new("--input-format", "FORMAT", $"Format of the user's audio: {Format}"),
        new("--output-format", "FORMAT", $"Format of the agent's audio: {Format}"),
        new("--speed", "FACTOR", "How many times faster than real time audio is sent (default 8)"),
        new("--client-events", "LIST", "Events the agent's owner ticked, with commas"),
        new("--overrides", "LIST", "Overrides the agent's owner allowed, with commas"),
        new("--required-variables", "LIST", "Dynamic variables without which nothing starts"),
        new("--placeholders", "LIST", "Dynamic variables with values of the agent's own"),
        new("--text-only", null, "The agent is set to text only"),
        new("--public", null, "The agent can be talked to without a signed URL"),
        new("--signed-url-lifetime", "SECONDS", "How long a signed URL opens conversations (default 900)"),
        new("--single-use-urls", null, "A signed URL works once"),
        new("--max-duration", "SECONDS", "Longest conversation (default 600)"),
        new("--input-timeout", "SECONDS", "Time without user input that ends a conversation (default 60)"),
        new("--ping-interval", "SECONDS", "Interval of pings (default 2)"),
        new("--pong-timeout", "SECONDS", "A missing pong ends the conversation (default: tolerated)"),
        new("--silence", "SECONDS", "Silence that ends the user's turn (default 0.5)"),
        new("--heard", "LIST", "What the user is understood to say, turn by turn, with |"),
        new("--audio-before-text", null, "Some audio of a reply comes before its text"),
        new("--fresh-interruption-ids", null, "Interruptions have ids of their own"),
        new("--reply-shares-id", null, "The reply to a user message has the interruption's id"),
        new("--stragglers", "N", "Audio messages of the old reply after an interruption (default 0)"),
        new("--tool-timeout", "SECONDS", "Time the agent waits for a tool's result (default 20)"),
        new("--tier", "NAME", "Plan of the workspace (default creator)"),
        new("--no-credits", null, "The workspace has no credits left"),
        new("--concurrency", "N", "Conversations at once (default 10)"),
        new("--queue", "SECONDS", "Over the limit, conversations wait so long for a place"),
        new("--close", "CODE:REASON", "Conversations end by themselves with this code; code 0 resets the connection"),
        new("--close-after", "SECONDS", "When (default: instead of the metadata)"),
        new("--error-shape", "none|nested|flat", "Error event before closes (default nested)"),
        new("--override-refusal", "before|after|never", "When a refused override ends the conversation (default after the metadata)"),
        new("--upgrade-status", "N", "HTTP status that refuses the upgrade"),
        new("--no-metadata", null, "The metadata never comes"),
        new("--unknown-events", null, "Unknown events and members come"),
        new("--huge-message", "BYTES", "One huge message after the metadata"),
        new("--signed-url-error", "STATUS:CODE", "REST error instead of a signed URL, such as 429:system_busy"),
        new("--user-error", "STATUS:CODE", "REST error instead of user and subscription"),
        new("--agent-error", "STATUS:CODE", "REST error instead of the agent"),
    ];

    public static ElevenLabsBehaviour Behaviour(CommandLine line)
    {
        var usual = WithTimes(line, new());
        return usual with
        {
            Account = Account(line, usual.Account),
            AgentId = line.Text("--agent-id") ?? usual.AgentId,
            Script = AgentScript.Of(line),
            Voice = line.Text("--tone") is null ? usual.Voice : new ToneVoice(line.Number("--tone", 0, 50, 20_000)),
            InputFormat = AudioFormatOf(line, "--input-format", usual.InputFormat),
            OutputFormat = AudioFormatOf(line, "--output-format", usual.OutputFormat),
            Pace = usual.Pace with { Speed = line.Number("--speed", 8, 1, 1_000) },
            ClientEvents = List(line, "--client-events") ?? usual.ClientEvents,
            Overrides = List(line, "--overrides") ?? usual.Overrides,
            RequiredVariables = List(line, "--required-variables") ?? [],
            Placeholders = List(line, "--placeholders") ?? [],
            TextOnly = line.Has("--text-only"),
            IsPublic = line.Has("--public"),
            SingleUseSignedUrls = line.Has("--single-use-urls"),
            Heard = line.Text("--heard")?.Split('|') ?? [],
            AudioBeforeText = line.Has("--audio-before-text"),
            Interruptions = new()
            {
                NamesFreshId = line.Has("--fresh-interruption-ids"),
                ReplySharesId = line.Has("--reply-shares-id"),
                Stragglers = line.Number("--stragglers", 0, 0, 100),
            },
        };
    }

    public static ElevenLabsFaults Faults(CommandLine line) => new()
    {
        SignedUrl = RestFaultOf(line, "--signed-url-error"),
        User = RestFaultOf(line, "--user-error"),
        Agent = RestFaultOf(line, "--agent-error"),
        UpgradeStatus = line.Has("--upgrade-status") ? line.Number("--upgrade-status", 0, 400, 599) : null,
        NoMetadata = line.Has("--no-metadata"),
        Close = CloseOf(line),
        ErrorShape = Choice(line, "--error-shape", ("nested", ErrorShape.Nested), ("none", ErrorShape.None), ("flat", ErrorShape.Flat)),
        OverrideRefusal = Choice(
            line, "--override-refusal", ("after", RefusalMoment.AfterMetadata), ("before", RefusalMoment.BeforeMetadata),
            ("never", RefusalMoment.Never)),
        UnknownEvents = line.Has("--unknown-events"),
        HugeMessageBytes = line.Number("--huge-message", 0, 0, 64 * 1024 * 1024),
    };

    private static ElevenLabsBehaviour WithTimes(CommandLine line, ElevenLabsBehaviour usual) => usual with
    {
        SignedUrlLifetime = line.Seconds("--signed-url-lifetime", usual.SignedUrlLifetime),
        MaximumDuration = line.Seconds("--max-duration", usual.MaximumDuration),
        InputTimeout = line.Seconds("--input-timeout", usual.InputTimeout),
        PingInterval = line.Seconds("--ping-interval", usual.PingInterval),
        PongTimeout = line.Has("--pong-timeout") ? line.Seconds("--pong-timeout", default) : null,
        TurnDetection = usual.TurnDetection with { Silence = line.Seconds("--silence", usual.TurnDetection.Silence) },
        ToolTimeout = line.Seconds("--tool-timeout", usual.ToolTimeout),
        QueueTimeout = line.Has("--queue") ? line.Seconds("--queue", default) : null,
    };

    private static ElevenLabsAccount Account(CommandLine line, ElevenLabsAccount usual) => usual with
    {
        ApiKey = line.Text("--api-key") ?? usual.ApiKey,
        Permissions = List(line, "--permissions") ?? usual.Permissions,
        Tier = line.Text("--tier") ?? usual.Tier,
        CharacterCount = line.Has("--no-credits") ? usual.CharacterLimit : usual.CharacterCount,
        ConcurrencyLimit = line.Number("--concurrency", usual.ConcurrencyLimit, 0, 100_000),
    };

    private static string[]? List(CommandLine line, string name) =>
        line.Text(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string AudioFormatOf(CommandLine line, string name, string otherwise)
    {
        var text = line.Text(name) ?? otherwise;
        return AudioFormat.TryParse(text, out _) ? text : throw new UsageException($"{name} must be {Format}, but is '{text}'.");
    }

    private static RestFault? RestFaultOf(CommandLine line, string name)
    {
        if (line.Text(name) is not { } text)
        {
            return null;
        }

        var (status, code) = Pair(name, text);
        return new(status, code.Length == 0 ? null : code);
    }

    private static ScheduledClose? CloseOf(CommandLine line)
    {
        if (line.Text("--close") is not { } text)
        {
            return line.Has("--close-after") ? throw new UsageException("--close-after needs --close.") : null;
        }

        var (code, reason) = Pair("--close", text);
        return new(code, reason, line.Has("--close-after") ? line.Seconds("--close-after", default) : null);
    }

    private static (int Number, string Text) Pair(string name, string text)
    {
        var parts = text.Split(':', 2);
        var isNumber = int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return isNumber && number is 0 or (>= 400 and <= 4_999)
            ? (number, parts.ElementAtOrDefault(1) ?? string.Empty)
            : throw new UsageException($"{name} must be a number and a text, such as 1008:reason, but is '{text}'.");
    }

    private static T Choice<T>(CommandLine line, string name, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        var word = line.Text(name) ?? choices[0].Word;
        foreach (var (known, value) in choices)
        {
            if (known == word)
            {
                return value;
            }
        }

        throw new UsageException($"{name} can't be '{word}'.");
    }
}
