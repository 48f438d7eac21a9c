using System.Text.Json;
using Connectors.Core.Avatars;
using Connectors.Server.LiveAvatarApi.Wire;

namespace Connectors.Server.LiveAvatarApi.Sessions;

/// <summary>A request for a session's token (facts/liveavatar.md §1.3).</summary>
internal sealed record TokenRequest
{
    private const int LongestDuration = 24 * 60 * 60;

    private static readonly string[] FullOnly = ["avatar_persona", "llm_configuration_id", "interactivity_type", "memory"];

    /// <summary>What to ask of LiveAvatar.</summary>
    public required AvatarSessionRequest Avatar { get; init; }

    /// <summary>The saved voice agent, or null.</summary>
    public string? VoiceAgentId { get; init; }

    /// <summary>The voice agent that came with it, or null.</summary>
    public PreparedAgent? Agent { get; init; }

    /// <summary>By which config it came, or null.</summary>
    public string? ConfigName { get; init; }

    /// <summary>Values for the saved voice agent's placeholders, or null.</summary>
    public JsonElement? DynamicVariables { get; init; }

    /// <summary>The avatar only.</summary>
    public override string ToString() => Avatar.AvatarId;

    /// <summary>Reads a body.</summary>
    /// <param name="fields">Its members.</param>
    /// <returns>The request, or what to answer.</returns>
    public static (TokenRequest? Request, IResult? Refusal) Read(RequestFields fields)
    {
        var mode = fields.Choice("mode", required: true, "LITE", "FULL");
        if (NotOffered(fields, mode) is { } refused)
        {
            return (null, refused);
        }

        var avatar = ReadAvatar(fields);
        var request = mode == "FULL" ? ReadVoiceAgent(fields, avatar) : ReadConfig(fields, avatar);
        return fields.Refusal() is { } invalid ? (null, invalid) : (request, null);
    }

    private static IResult? NotOffered(RequestFields fields, string? mode)
    {
        if (mode == "FULL" && !fields.Has("voice_agent"))
        {
            return Refused("mode: FULL sessions are run by LiveAvatar's own agent, which is not offered here. Use LITE with an agent's "
                + "config, or FULL with voice_agent: {id} of a saved voice agent.");
        }

        if (FullOnly.FirstOrDefault(fields.Has) is { } own)
        {
            return Refused($"{own}: belongs to LiveAvatar's own agent, which is not offered here. Voice agents have it in their settings.");
        }

        return fields.Has("agora_config")
            ? Refused("agora_config: there is no way into Agora channels yet. Leave it out, and LiveAvatar provides the room.")
            : null;
    }

    private static IResult Refused(string message) =>
        Envelope.Refused(StatusCodes.Status400BadRequest, AnswerCode.BadRequest, message);

    private static AvatarSessionRequest ReadAvatar(RequestFields fields)
    {
        var seconds = fields.Whole("max_session_duration", 1, LongestDuration);
        var video = fields.Object("video_settings");
        return new()
        {
            AvatarId = fields.Id("avatar_id", required: true) ?? string.Empty,
            IsSandbox = fields.Flag("is_sandbox"),
            VideoQuality = video?.Choice("quality", required: false, "very_high", "high", "medium", "low"),
            VideoEncoding = video?.Choice("encoding", required: false, "H264", "VP8"),
            MaximumDuration = seconds is { } limit ? TimeSpan.FromSeconds(limit) : null,
            LiveKit = OwnRooms.Read(fields),
        };
    }

    private static TokenRequest ReadVoiceAgent(RequestFields fields, AvatarSessionRequest avatar)
    {
        var agent = fields.Object("voice_agent")?.Id("id", required: true);
        foreach (var config in AgentConfigs.Known.Keys.Where(fields.Has))
        {
            fields.Refuse(config, "value_error", "A session has one agent: voice_agent or a config");
        }

        return new() { Avatar = avatar, VoiceAgentId = agent, DynamicVariables = fields.Values("dynamic_variables") };
    }

    private static TokenRequest ReadConfig(RequestFields fields, AvatarSessionRequest avatar)
    {
        if (fields.Has("voice_agent"))
        {
            fields.Refuse("voice_agent", "value_error", "Belongs to mode FULL");
        }

        var given = AgentConfigs.Known.Keys.Where(fields.Has).ToList();
        foreach (var second in given.Skip(1))
        {
            fields.Refuse(second, "value_error", $"A session has one agent, and {given[0]} is given");
        }

        var name = given.Count > 0 ? given[0] : null;
        var config = name is null ? null : fields.Object(name);
        return new() { Avatar = avatar, ConfigName = name, Agent = config is null ? null : AgentConfigs.Read(name!, config) };
    }
}
