using Connectors.Core.Rooms.Messages;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Desk;
using Connectors.Core.Tenancy;
using Connectors.Core.Transcripts;
using Connectors.Server.Api.Access;
using Connectors.Server.Api.Contracts;
using Connectors.Server.Api.Http;
using Connectors.Server.Api.Idempotency;

namespace Connectors.Server.Api.Resources;

/// <summary>A tenant's sessions.</summary>
internal static class SessionEndpoints
{
    private const string Noun = "session";

    public static void Map(RouteGroupBuilder api)
    {
        var all = api.MapGroup("/sessions").WithTags("Sessions");
        var read = all.MapGroup("").RequireAuthorization(ApiPolicies.Read);
        read.MapGet("", ListAsync).WithName("listSessions").WithSummary("List sessions, live and ended, newest first")
            .Answers<Page<SessionInfo>>();
        read.MapGet("/{id}", FindAsync).WithName("getSession").WithSummary("Read a session").Answers<SessionInfo>();
        read.MapGet("/{id}/transcript", TranscriptAsync).WithName("getTranscript").WithSummary("What was said so far")
            .Answers<TranscriptDocument>();
        read.MapGet("/{id}/events", SessionEventStream.WatchAsync).WithName("watchSession")
            .WithSummary("Watch a session: server-sent events, with Last-Event-ID")
            .Produces(StatusCodes.Status200OK, null, "text/event-stream");

        var talk = all.MapGroup("").RequireAuthorization(ApiPolicies.Sessions);
        talk.MapPost("", StartAsync).WithName("startSession").WithSummary("Start a session")
            .Answers<StartedSessionView>(StatusCodes.Status201Created).IsIdempotent();
        talk.MapPost("/{id}/stop", StopAsync).WithName("stopSession").WithSummary("End a session; one that has ended stays as it is")
            .Answers<SessionInfo>();
        SayEndpoints.Map(talk);
        talk.MapPost("/{id}/interrupt", InterruptAsync).WithName("interrupt").WithSummary("Silence the agent now").Answers<CommandView>();
        talk.MapPost("/{id}/text", TextAsync).WithName("sendText").WithSummary("Let the agent answer this, as if the user had said it")
            .Answers<CommandView>();
        talk.MapPost("/{id}/context", ContextAsync).WithName("addContext").WithSummary("Tell the agent something that it need not answer")
            .Answers<CommandView>();
        talk.MapPost("/{id}/tool-results", ToolResultAsync).WithName("sendToolResult").WithSummary("Answer a tool call of the agent")
            .Answers<CommandView>();
        all.MapDelete("/{id}/content", DeleteContentAsync).WithName("deleteSessionContent").RequireAuthorization(ApiPolicies.Admin)
            .WithSummary("Delete what was said and what happened in a session that has ended").Answers<SessionInfo>();
    }

    private static async Task<IResult> StartAsync(
        ApiAccess access, Body<SessionBody> body, SessionDesk desk, CancellationToken cancel) =>
        Answer.Of(
            await desk.StartAsync(access.Caller, body.Value.ToRequest(), cancel), StartedSessionView.From, StatusCodes.Status201Created);

    private static async Task<IResult> ListAsync(
        ApiAccess access, Paging paging, StateFilter filter, SessionDesk desk, CancellationToken cancel)
    {
        var page = await desk.ListAsync(
            new(access.TenantId) { States = filter.States, After = paging.After, Limit = paging.Limit }, cancel);
        return Answer.Value(new Page<SessionInfo>([.. page.Sessions.Select(SessionInfo.From)], Paging.Cursor(page.Next)));
    }

    private static async Task<IResult> FindAsync(string id, ApiAccess access, SessionDesk desk, CancellationToken cancel) =>
        await desk.FindAsync(access.TenantId, id, cancel) is { } session
            ? Answer.Value(SessionInfo.From(session))
            : Answer.Of(Refusal.NotFound(Noun));

    private static async Task<IResult> TranscriptAsync(string id, ApiAccess access, SessionDesk desk, CancellationToken cancel)
    {
        var transcript = await desk.TranscriptAsync(access.TenantId, id, cancel);
        return transcript.IsDone ? TypedResults.Bytes(transcript.Value.ToJson(), "application/json") : Answer.Of(transcript.Refusal);
    }

    private static async Task<IResult> StopAsync(string id, ApiAccess access, SessionDesk desk, CancellationToken cancel) =>
        Answer.Of(await desk.StopAsync(access.Caller, id, SessionEndReasons.StoppedByTenant, cancel), SessionInfo.From);

    private static Task<IResult> InterruptAsync(string id, ApiAccess access, SessionDesk desk, CancellationToken cancel) =>
        CommandAsync(id, access, TenantCommands.Interrupt(), desk, cancel);

    private static Task<IResult> TextAsync(string id, ApiAccess access, Body<TextBody> body, SessionDesk desk, CancellationToken cancel) =>
        CommandAsync(id, access, TenantCommands.UserText(body.Value.Text), desk, cancel);

    private static Task<IResult> ContextAsync(
        string id, ApiAccess access, Body<ContextBody> body, SessionDesk desk, CancellationToken cancel) =>
        CommandAsync(id, access, TenantCommands.AddContext(body.Value.Text, body.Value.Key), desk, cancel);

    private static Task<IResult> ToolResultAsync(
        string id, ApiAccess access, Body<ToolResultBody> body, SessionDesk desk, CancellationToken cancel)
    {
        var (callId, result, isError) = body.Value;
        return CommandAsync(id, access, TenantCommands.ToolResult(callId, result ?? default, isError), desk, cancel);
    }

    private static async Task<IResult> DeleteContentAsync(string id, ApiAccess access, SessionDesk desk, CancellationToken cancel) =>
        Answer.Of(await desk.DeleteContentAsync(access.Caller, id, cancel), SessionInfo.From);

    // Whose session it is comes before what is wrong with the command: strangers learn nothing.
    private static async Task<IResult> CommandAsync(
        string id, ApiAccess access, Outcome<RoomCommand> command, SessionDesk desk, CancellationToken cancel)
    {
        if (!command.IsDone)
        {
            var isTheirs = await desk.FindAsync(access.TenantId, id, cancel) is not null;
            return Answer.Of(isTheirs ? command.Refusal : Refusal.NotFound(Noun));
        }

        var outcome = await desk.CommandAsync(access.Caller, id, command.Value, cancel);
        return outcome.IsDone ? Answer.Value(CommandView.From(outcome.Value)) : Answer.Of(outcome.Refusal);
    }
}
