using Connectors.Core.Sessions.Desk;
using Connectors.Core.Sessions.Saying;
using Connectors.Core.Tenancy;
using Connectors.Server.Api.Access;
using Connectors.Server.Api.Contracts;
using Connectors.Server.Api.Http;

namespace Connectors.Server.Api.Resources;

/// <summary>What is said in sessions without an agent.</summary>
internal static class SayEndpoints
{
    // What else comes is refused by us, after we know whose session it is: routing would refuse it before.
    private const string Anything = "*/*";

    public static void Map(RouteGroupBuilder talk)
    {
        talk.MapPost("/{id}/say", SayAsync).WithName("say")
            .WithSummary("Let the agent say exactly this; in a session without an agent: a voice").Answers<SayView>();
        talk.MapPost("/{id}/say/audio", SayAudioAsync).WithName("sayAudio")
            .WithSummary("Say audio in a session without an agent: WAV or PCM, queued or replacing (?mode=), taken as it comes")
            .Accepts<Stream>(AudioUpload.Wav, AudioUpload.Pcm, Anything).Answers<SayView>();
    }

    private static async Task<IResult> SayAsync(
        string id, ApiAccess access, Body<SayBody> body, SessionDesk sessions, TextDesk desk, CancellationToken cancel)
    {
        var (text, voice, mode) = body.Value;
        if (voice is not null)
        {
            return Answer.Of(
                await desk.SayAsync(access.Caller, id, text, voice.ToChoice(), mode == SayMode.Replace, cancel), SayView.From);
        }

        var command = TenantCommands.Say(text);
        if (!command.IsDone)
        {
            var isTheirs = await sessions.FindAsync(access.TenantId, id, cancel) is not null;
            return Answer.Of(isTheirs ? command.Refusal : Refusal.NotFound("session"));
        }

        return Answer.Of(await sessions.CommandAsync(access.Caller, id, command.Value, cancel), SayView.From);
    }

    // Whose session it is comes before what is wrong with the audio: strangers learn nothing.
    private static async Task<IResult> SayAudioAsync(
        string id, HttpContext context, ApiAccess access, SayDesk desk, CancellationToken cancel)
    {
        if (await desk.RefusalAsync(access.Caller, id, cancel) is { } refusal)
        {
            return Answer.Of(refusal);
        }

        var (request, problem) = AudioUpload.Read(context);
        return problem is not null ? Answer.Of(problem) : Answer.Of(await desk.SayAsync(access.Caller, id, request!, cancel), SayView.From);
    }
}
