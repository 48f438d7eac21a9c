using Connectors.Core.Rooms.Projects;
using Connectors.Core.Tenancy;

namespace Connectors.Core.Sessions.Desk;

/// <summary>Looks up the LiveKit project that a request names.</summary>
internal sealed class OwnRooms(TenancyEnvironment environment, RoomProjects projects)
{
    private const string Field = "room.credential_id";

    /// <summary>The request with its room, as far as that can be had; what is wrong is added to the errors.</summary>
    public async Task<SessionRequest> WithRoomAsync(
        string tenantId, SessionRequest request, string sessionId, List<FieldError> errors, CancellationToken cancellationToken)
    {
        if (request.OwnLiveKit is not { } choice)
        {
            return request;
        }

        var credential = await environment.Credentials.FindAsync(tenantId, choice.CredentialId, Credential.LiveKitKind, cancellationToken);
        if (credential is null)
        {
            errors.Add(CredentialReferences.Missing(Field, Credential.LiveKitKind));
            return request;
        }

        if (!projects.TryRead(credential.Value, out var project, out var problem))
        {
            errors.Add(new(Field, problem));
            return request;
        }

        var room = choice.Name ?? $"session-{sessionId}";
        return request with { Room = new RoomSource.OwnLiveKitRoom(project.Url, room, project.ApiKey, project.ApiSecret.Reveal()) };
    }
}
