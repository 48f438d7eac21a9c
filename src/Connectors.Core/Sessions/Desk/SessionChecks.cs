using Connectors.Core.Outgoing;
using Connectors.Core.Rooms;
using Connectors.Core.Tenancy;

namespace Connectors.Core.Sessions.Desk;

/// <summary>What can be wrong with a request before anything is looked up.</summary>
internal static class SessionChecks
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly string[] Qualities = ["very_high", "high", "medium", "low"];
    private static readonly string[] Encodings = ["H264", "VP8"];

    public static IEnumerable<FieldError> Errors(SessionRequest request, UrlRules urls) =>
    [
        .. Names(request).OfType<FieldError>(),
        .. Conversation(request).OfType<FieldError>(),
        .. Avatar(request).OfType<FieldError>(),
        .. RoomChecks.Errors(request, urls),
        .. (request.Limits is { } limits ? Limits(limits) : []).OfType<FieldError>().Select(error => error.Under("limits")),
        .. Metadata(request.Metadata ?? new Dictionary<string, string>()).OfType<FieldError>(),
    ];

    private static IEnumerable<FieldError?> Names(SessionRequest request)
    {
        yield return Length("user_identity", request.UserIdentity, 1, 200);
        yield return Length("avatar_identity", request.AvatarIdentity, 1, 200);
        yield return Length("language", request.Language, 2, 35)
            ?? Unless(request.Language?.All(IsOfTag) != false, "language", "Must be a tag like de or pt-br.");
        yield return Unless(
            request.VoiceAgentId is null || request.Agent is null, "agent", "Give either voice_agent_id or agent, not both.");
    }

    private static IEnumerable<FieldError?> Conversation(SessionRequest request)
    {
        yield return request.Greeting?.Mode == GreetingMode.Text
            ? FieldError.UnlessLength("greeting.text", request.Greeting.Text, 1, RoomLimits.TextLength)
            : null;
        yield return request.Interruptions?.Error()?.Under("interruptions");
        yield return Between("wait_for_credential_seconds", request.WaitForCredential, TimeSpan.Zero, LongestWait);
        var variables = request.DynamicVariables ?? new Dictionary<string, object>();
        yield return Unless(variables.Count <= 100, "dynamic_variables", "Has up to 100 members.");
        foreach (var (name, value) in variables)
        {
            yield return Unless(
                name.Length is >= 1 and <= 100 && value is string { Length: <= 10_000 } or bool or int or long or double or decimal,
                "dynamic_variables",
                "Names have 1 to 100 characters; values are numbers, booleans, or texts of up to 10,000 characters.");
        }
    }

    private static IEnumerable<FieldError?> Avatar(SessionRequest request)
    {
        if (request.Avatar is not { } avatar)
        {
            yield return Unless(request.Room is RoomSource.GivenRoom, "avatar", "Is required.");
            yield break;
        }

        yield return FieldError.UnlessLength("avatar.avatar_id", avatar.AvatarId, 1, 100);
        yield return OneOf("avatar.quality", avatar.VideoQuality, Qualities);
        yield return OneOf("avatar.encoding", avatar.VideoEncoding, Encodings);
        yield return avatar.MaximumDuration is { } duration
            ? Between("avatar.maximum_duration", duration, TimeSpan.FromSeconds(1), TimeSpan.FromHours(24))
            : null;
    }

    private static IEnumerable<FieldError?> Limits(SessionLimits limits) =>
    [
        Between("maximum_duration_seconds", limits.MaximumDuration, TimeSpan.FromSeconds(10), TimeSpan.FromHours(24)),
        Between("idle_seconds", limits.Idle, TimeSpan.FromSeconds(10), TimeSpan.FromHours(24)),
        Between("no_user_seconds", limits.NoUser, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)),
        Between("user_gone_seconds", limits.UserGone, TimeSpan.Zero, TimeSpan.FromMinutes(5)),
        Between("readiness_seconds", limits.Readiness, TimeSpan.Zero, TimeSpan.FromMinutes(1)),
        Between("reconnect_seconds", limits.Reconnect, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2)),
        FieldError.UnlessIn("agent_reconnects", limits.AgentReconnects, 0, 10),
        Between("last_words_seconds", limits.LastWords, TimeSpan.Zero, TimeSpan.FromMinutes(2)),
    ];

    private static IEnumerable<FieldError?> Metadata(IReadOnlyDictionary<string, string> metadata)
    {
        yield return Unless(metadata.Count <= 16, "metadata", "Has up to 16 members.");
        yield return Unless(
            metadata.All(pair => pair.Key.Length is >= 1 and <= 64 && pair.Value is { Length: <= 500 }),
            "metadata",
            "Names have 1 to 64 characters, values are texts of up to 500.");
    }

    private static bool IsOfTag(char c) => char.IsAsciiLetterOrDigit(c) || c == '-';

    private static FieldError? Length(string field, string? value, int shortest, int longest) =>
        value is null ? null : FieldError.UnlessLength(field, value, shortest, longest);

    private static FieldError? OneOf(string field, string? value, string[] values) =>
        Unless(value is null || values.Contains(value), field, $"Must be one of {string.Join(", ", values)}.");

    private static FieldError? Between(string field, TimeSpan value, TimeSpan lowest, TimeSpan highest) =>
        Unless(
            value >= lowest && value <= highest,
            field,
            $"Must be {lowest.TotalSeconds:0.###} to {highest.TotalSeconds:0.###} seconds, not {value.TotalSeconds:0.###}.");

    private static FieldError? Unless(bool holds, string field, string message) => holds ? null : new(field, message);
}
