using Connectors.Core.Tenancy;
using Connectors.Server.Api.Access;
using Connectors.Server.Api.Contracts;
using Connectors.Server.Api.Http;
using Connectors.Server.Api.Idempotency;

namespace Connectors.Server.Api.Resources;

/// <summary>A tenant's voice agents.</summary>
internal static class VoiceAgentEndpoints
{
    private const string Noun = "voice agent";

    public static void Map(RouteGroupBuilder api)
    {
        var all = api.MapGroup("/voice-agents").WithTags("Voice agents");
        var read = all.MapGroup("").RequireAuthorization(ApiPolicies.Read);
        read.MapGet("", ListAsync).WithName("listVoiceAgents").WithSummary("List voice agents").Answers<Page<VoiceAgentView>>();
        read.MapGet("/{id}", FindAsync).WithName("getVoiceAgent").WithSummary("Read a voice agent").Answers<VoiceAgentView>();

        var write = all.MapGroup("").RequireAuthorization(ApiPolicies.Admin);
        write.MapPost("", CreateAsync).WithName("createVoiceAgent").WithSummary("Save a voice agent; its provider is asked first")
            .Answers<VoiceAgentView>(StatusCodes.Status201Created).IsIdempotent();
        write.MapPut("/{id}", ReplaceAsync).WithName("replaceVoiceAgent").WithSummary("Replace a voice agent").Answers<VoiceAgentView>();
        write.MapPost("/{id}/test", TestAsync).WithName("testVoiceAgent").WithSummary("Ask the provider whether it would work now")
            .Answers<ReportView>();
        write.MapPost("/{id}/tool-secret", RotateAsync).WithName("rotateToolSecret")
            .WithSummary("Replace the secret that signs tools' calls, and tell the new one").Answers<VoiceAgentView>();
        write.MapDelete("/{id}", DeleteAsync).WithName("deleteVoiceAgent").WithSummary("Delete a voice agent; its sessions go on")
            .Answers(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> CreateAsync(
        ApiAccess access, Body<VoiceAgentBody> body, VoiceAgentDesk desk, CancellationToken cancel) =>
        Answer.Of(
            await desk.CreateAsync(access.Caller, body.Value.ToDraft(), cancel), VoiceAgentView.WithSecret, StatusCodes.Status201Created);

    private static async Task<IResult> ListAsync(ApiAccess access, Paging paging, VoiceAgentDesk desk, CancellationToken cancel) =>
        Answer.Of(await desk.ListAsync(access.TenantId, paging.Newest(), cancel), VoiceAgentView.From);

    private static async Task<IResult> FindAsync(string id, ApiAccess access, VoiceAgentDesk desk, CancellationToken cancel) =>
        Answer.Of(await desk.FindAsync(access.TenantId, id, cancel), Noun, VoiceAgentView.From);

    private static async Task<IResult> ReplaceAsync(
        string id, ApiAccess access, IfMatch match, Body<VoiceAgentBody> body, VoiceAgentDesk desk, CancellationToken cancel) =>
        Answer.Of(await desk.ReplaceAsync(access.Caller, id, body.Value.ToDraft(), match.Version, cancel), VoiceAgentView.From);

    private static async Task<IResult> RotateAsync(
        string id, ApiAccess access, IfMatch match, Body<SecretRotationBody> body, VoiceAgentDesk desk, CancellationToken cancel) =>
        Answer.Of(
            await desk.RotateToolSecretAsync(access.Caller, id, body.Value.Overlap(), match.Version, cancel), VoiceAgentView.WithSecret);

    private static async Task<IResult> TestAsync(string id, ApiAccess access, VoiceAgentDesk desk, CancellationToken cancel) =>
        await desk.TestAsync(access.TenantId, id, cancel) is { } report
            ? Answer.Value(ReportView.From(report))
            : Answer.Of(Refusal.NotFound(Noun));

    private static async Task<IResult> DeleteAsync(
        string id, ApiAccess access, IfMatch match, VoiceAgentDesk desk, CancellationToken cancel) =>
        Answer.Done(await desk.DeleteAsync(access.Caller, id, match.Version, cancel));
}
