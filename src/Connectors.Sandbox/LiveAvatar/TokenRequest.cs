using System.Text.Json.Nodes;

namespace Connectors.Sandbox.LiveAvatar;

/// <summary>A checked request for a LITE session (facts/liveavatar.md §1.3).</summary>
/// <param name="Json">As it came.</param>
/// <param name="AvatarId">A UUID.</param>
/// <param name="IsSandbox">Free, one avatar, one minute.</param>
/// <param name="MaximumSeconds">As asked for, or null.</param>
/// <param name="LiveKit">A room of the tenant's own, or null.</param>
internal sealed record TokenRequest(JsonObject Json, string AvatarId, bool IsSandbox, int? MaximumSeconds, SandboxRoom? LiveKit)
{
    private static readonly string[] Qualities = ["very_high", "high", "medium", "low"];

    public override string ToString() => AvatarId;

    /// <summary>Reads a body; what is wrong with it is added to the faults, as field and words.</summary>
    public static TokenRequest? Read(JsonObject body, ICollection<(string Field, string Words)> faults)
    {
        var mode = Text(body, "mode", faults, required: true);
        var avatar = Text(body, "avatar_id", faults, required: true);
        if (avatar is not null && !Guid.TryParse(avatar, out _))
        {
            faults.Add(("avatar_id", "Input should be a valid UUID"));
        }

        if (mode is not null and not "LITE")
        {
            faults.Add(("mode", "this sandbox only has LITE sessions"));
        }

        var isSandbox = Boolean(body, "is_sandbox", faults);
        var seconds = Number(body, "max_session_duration", faults);
        CheckVideo(body, faults);
        var room = LiveKitOf(body, faults);
        CheckAgora(body, faults);
        return faults.Count == 0 ? new(body, avatar!, isSandbox, seconds, room) : null;
    }

    private static SandboxRoom? LiveKitOf(JsonObject body, ICollection<(string Field, string Words)> faults)
    {
        if (Object(body, "livekit_config", faults) is not { } config)
        {
            return null;
        }

        var url = Text(config, "livekit_url", faults, required: true);
        var name = Text(config, "livekit_room", faults, required: true);
        var token = Text(config, "livekit_client_token", faults, required: true);
        if (url is null || name is null || token is null)
        {
            return null;
        }

        if (Uri.TryCreate(url, UriKind.Absolute, out var address))
        {
            return new(address, name, token, null, null);
        }

        faults.Add(("livekit_url", "Input should be a valid URL"));
        return null;
    }

    private static void CheckAgora(JsonObject body, ICollection<(string Field, string Words)> faults)
    {
        if (Object(body, "agora_config", faults) is { } config)
        {
            foreach (var name in (string[])["agora_app_id", "agora_token", "agora_channel", "agora_uid"])
            {
                Text(config, name, faults, required: true);
            }
        }
    }

    private static void CheckVideo(JsonObject body, ICollection<(string Field, string Words)> faults)
    {
        if (Object(body, "video_settings", faults) is not { } video)
        {
            return;
        }

        if (Text(video, "quality", faults, required: false) is { } quality && !Qualities.Contains(quality))
        {
            faults.Add(("quality", "Input should be 'very_high', 'high', 'medium' or 'low'"));
        }

        if (Text(video, "encoding", faults, required: false) is { } encoding && encoding is not ("H264" or "VP8"))
        {
            faults.Add(("encoding", "Input should be 'H264' or 'VP8'"));
        }
    }

    private static JsonObject? Object(JsonObject body, string name, ICollection<(string Field, string Words)> faults)
    {
        var node = body[name];
        if (node is not null and not JsonObject)
        {
            faults.Add((name, "Input should be a valid dictionary"));
        }

        return node as JsonObject;
    }

    private static string? Text(JsonObject body, string name, ICollection<(string Field, string Words)> faults, bool required)
    {
        var node = body[name];
        if (node is JsonValue value && value.TryGetValue<string>(out var text))
        {
            return text;
        }

        if (node is not null || required)
        {
            faults.Add((name, node is null ? "Field required" : "Input should be a valid string"));
        }

        return null;
    }

    private static bool Boolean(JsonObject body, string name, ICollection<(string Field, string Words)> faults)
    {
        if (body[name] is JsonValue value && value.TryGetValue<bool>(out var boolean))
        {
            return boolean;
        }

        if (body[name] is not null)
        {
            faults.Add((name, "Input should be a valid boolean"));
        }

        return false;
    }

    private static int? Number(JsonObject body, string name, ICollection<(string Field, string Words)> faults)
    {
        if (body[name] is JsonValue value && value.TryGetValue<int>(out var number) && number > 0)
        {
            return number;
        }

        if (body[name] is not null)
        {
            faults.Add((name, "Input should be a valid integer greater than 0"));
        }

        return null;
    }
}
