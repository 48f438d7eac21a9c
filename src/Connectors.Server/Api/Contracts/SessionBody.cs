using System.Text.Json;
using Connectors.Core.Sessions.Desk;

namespace Connectors.Server.Api.Contracts;

/// <summary>A session as a tenant wants it.</summary>
/// <param name="VoiceAgentId">The saved voice agent; without it and without agent nobody answers (broadcast).</param>
/// <param name="Agent">An agent that isn't saved.</param>
/// <param name="Avatar">Avatar and picture; required unless the room is given.</param>
/// <param name="AvatarCredentialId">The LiveAvatar credential; default: the tenant's.</param>
/// <param name="Room">Where the room comes from; default: LiveAvatar provides it.</param>
/// <param name="UserIdentity">Identity of the user; default client, or the first microphone in a given room.</param>
/// <param name="AvatarIdentity">Identity of the avatar; default heygen.</param>
/// <param name="Language">Language of the conversation, such as de.</param>
/// <param name="Greeting">How the agent opens.</param>
/// <param name="DynamicVariables">Values for placeholders of the agent's prompt.</param>
/// <param name="PushToTalk">Whether the user is heard only while a button is pressed.</param>
/// <param name="Interruptions">What happens when the user speaks during the agent's turn; default: as the voice agent has it.</param>
/// <param name="Limits">Time limits.</param>
/// <param name="WaitForCredentialSeconds">How long to wait when the credential's conversations are all on, 0 to 30.</param>
/// <param name="Metadata">Notes of your own, kept and returned: up to 16 pairs.</param>
internal sealed record SessionBody(
    string? VoiceAgentId = null,
    SessionAgentBody? Agent = null,
    AvatarBody? Avatar = null,
    string? AvatarCredentialId = null,
    RoomBody? Room = null,
    string? UserIdentity = null,
    string? AvatarIdentity = null,
    string? Language = null,
    GreetingBody? Greeting = null,
    IReadOnlyDictionary<string, JsonElement>? DynamicVariables = null,
    bool PushToTalk = false,
    InterruptionsBody? Interruptions = null,
    LimitsBody? Limits = null,
    double WaitForCredentialSeconds = 0,
    IReadOnlyDictionary<string, string>? Metadata = null)
{
    public SessionRequest ToRequest() => new()
    {
        VoiceAgentId = VoiceAgentId,
        Agent = Agent?.ToChoice(),
        Avatar = Avatar?.ToRequest(),
        AvatarCredentialId = AvatarCredentialId,
        Room = Room?.ToSource() ?? new SessionRequest().Room,
        OwnLiveKit = Room?.ToChoice(),
        UserIdentity = UserIdentity,
        AvatarIdentity = AvatarIdentity,
        Language = Language,
        Greeting = Greeting?.ToGreeting(),
        DynamicVariables = DynamicVariables?.ToDictionary(pair => pair.Key, pair => JsonValues.Plain(pair.Value), StringComparer.Ordinal),
        PushToTalk = PushToTalk,
        Interruptions = Interruptions?.ToPolicy(),
        Limits = Limits?.ToLimits(),
        WaitForCredential = TimeSpan.FromSeconds(Math.Clamp(WaitForCredentialSeconds, -1, 1_000)),
        Metadata = Metadata,
    };

    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(SessionBody);
}
