namespace Connectors.Core.Sessions.Desk;

/// <summary>A room in the tenant's own LiveKit project.</summary>
/// <param name="CredentialId">The project's credential.</param>
/// <param name="Name">The room's name, 1 to 100 characters; null: one of the session's own.</param>
public sealed record LiveKitRoomChoice(string? CredentialId, string? Name)
{
    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(LiveKitRoomChoice);
}
