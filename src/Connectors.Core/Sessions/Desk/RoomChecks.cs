using System.Globalization;
using System.Text.RegularExpressions;
using Connectors.Core.Avatars;
using Connectors.Core.Outgoing;
using Connectors.Core.Tenancy;

namespace Connectors.Core.Sessions.Desk;

/// <summary>What can be wrong with the room that a request wants.</summary>
internal static partial class RoomChecks
{
    private const string NoAgora =
        "An agent can't hear anybody in an Agora channel, nor take commands of its users: that needs Agora's own SDK, which this server "
        + "doesn't have. Start the session without an agent and let it speak with say, or use a LiveKit room.";

    public static IEnumerable<FieldError> Errors(SessionRequest request, UrlRules urls) => (request switch
    {
        { OwnLiveKit: { } own } => OwnLiveKit(request, own),
        { Room: RoomSource.GivenRoom given } => Given(given, urls),
        { Room: RoomSource.OwnAgoraChannel own } => OwnAgora(request, own.Channel),
        _ => [],
    }).OfType<FieldError>();

    private static IEnumerable<FieldError?> Given(RoomSource.GivenRoom given, UrlRules urls)
    {
        yield return Unless(
            given.Url.IsAbsoluteUri && given.Url.Scheme is "ws" or "wss", "room.url", "Must be an absolute ws or wss address.");
        yield return Unless(urls.TryRead(given.SocketUrl.OriginalString, UrlKind.Socket, out _, out var refusal), "room.ws_url", refusal!);
        yield return FieldError.UnlessLength("room.agent_token", given.AgentToken, 1, 8_192);
    }

    private static IEnumerable<FieldError?> OwnLiveKit(SessionRequest request, LiveKitRoomChoice own)
    {
        var avatar = request.AvatarIdentity ?? SessionSpecification.DefaultAvatarIdentity;
        yield return FieldError.UnlessLength("room.credential_id", own.CredentialId, 1, 100);
        yield return own.Name is null ? null : FieldError.UnlessLength("room.name", own.Name, 1, 100);
        yield return Unless(
            (request.UserIdentity ?? SessionSpecification.DefaultUserIdentity) != avatar,
            "user_identity",
            "Must differ from the avatar's identity: the later of two in a room puts the earlier out.");
    }

    // Forms by Agora's documentation of its Web SDK (joinChannel: appid, channel, token, uid).
    private static IEnumerable<FieldError?> OwnAgora(SessionRequest request, AgoraChannel channel)
    {
        yield return Unless(AppIdPattern().IsMatch(channel.AppId), "room.agora.app_id", "Must be 32 hexadecimal digits.");
        yield return Unless(
            ChannelPattern().IsMatch(channel.Channel), "room.agora.channel", "Must be 1 to 64 of the characters that Agora allows.");
        yield return FieldError.UnlessLength("room.agora.token", channel.Token, 1, 2_048)
            ?? Unless(!channel.Token.AsSpan().ContainsAnyExceptInRange('!', '~'), "room.agora.token", "Must be ASCII without blanks.");
        yield return Unless(
            uint.TryParse(channel.Uid, NumberStyles.None, CultureInfo.InvariantCulture, out var uid) && uid > 0,
            "room.agora.uid", "Must be a number from 1 to 4,294,967,295, as text; for 0 Agora makes one up that nobody knows.");
        yield return Unless(request.VoiceAgentId is null, "voice_agent_id", NoAgora);
        yield return Unless(request.Agent is null, "agent", NoAgora);
        yield return Unless(request.UserIdentity is null, "user_identity", "This server sees nobody in an Agora channel.");
    }

    private static FieldError? Unless(bool holds, string field, string message) => holds ? null : new(field, message);

    [GeneratedRegex("^[0-9A-Fa-f]{32}$", Options, 1_000)]
    private static partial Regex AppIdPattern();

    [GeneratedRegex(@"^[A-Za-z0-9 !#$%&()+\-:;<=.>?@\[\]^_{}|~,]{1,64}$", Options, 1_000)]
    private static partial Regex ChannelPattern();

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
}
