using System.Text;
using Connectors.Core.Sessions;
using Microsoft.AspNetCore.Http;

namespace Connectors.Integration.Tests.Sessions;

/// <summary>
/// What LiveAvatar's API may answer instead of what it should: the session does not start, says why, and leaves nothing behind.
/// </summary>
public sealed class LiveAvatarAnswerTests
{
    private const string Token = "/v1/sessions/token";
    private const string Start = "/v1/sessions/start";
    private const string Stop = "/v1/sessions/stop";
    private const string Large = "two mebibytes";

    [Theory]
    [InlineData(Token, 200, "", SessionEndReasons.AvatarUnreachable)]
    [InlineData(Token, 200, "<html>", SessionEndReasons.AvatarUnreachable)]
    [InlineData(Token, 200, "[]", SessionEndReasons.AvatarUnreachable)]
    [InlineData(Token, 200, """{"code":"1000"}""", SessionEndReasons.AvatarUnreachable)]
    [InlineData(Token, 200, """{"code":1000,"data":[]}""", SessionEndReasons.AvatarUnreachable)]
    [InlineData(Token, 200, """{"code":1000,"data":{"session_id":7,"session_token":{}}}""", SessionEndReasons.AvatarUnreachable)]
    [InlineData(Token, 200, """{"code":4001,"message":"no"}""", SessionEndReasons.AvatarMisconfigured)]
    [InlineData(Token, 200, Large, SessionEndReasons.AvatarUnreachable)]
    [InlineData(Token, 302, "", SessionEndReasons.AvatarUnreachable)]
    [InlineData(Token, 401, """{"message":"no"}""", SessionEndReasons.AvatarUnauthorized)]
    [InlineData(Token, 500, "\u0000", SessionEndReasons.AvatarFailed)]
    [InlineData(Start, 200, "", SessionEndReasons.AvatarUnreachable)]
    [InlineData(Start, 201, """{"code":1000,"data":{}}""", SessionEndReasons.AvatarFailed)]
    [InlineData(Start, 201, """{"code":1000,"data":{"ws_url":7,"livekit_agent_token":{}}}""", SessionEndReasons.AvatarFailed)]
    [InlineData(Start, 201, """{"code":1000,"data":{"ws_url":"file:///etc/passwd"}}""", SessionEndReasons.AvatarUnreachable)]
    [InlineData(Start, 201, """{"code":1000,"data":{"ws_url":"not an address"}}""", SessionEndReasons.AvatarUnreachable)]
    [InlineData(Start, 201, Large, SessionEndReasons.AvatarUnreachable)]
    [InlineData(Start, 402, """{"message":"no"}""", SessionEndReasons.AvatarNoCredits)]
    [InlineData(Start, 409, """{"message":"no"}""", SessionEndReasons.AvatarLimitReached)]
    public async Task Answer_ThatIsNone_KeepsTheSessionFromStarting(string path, int status, string body, string reason)
    {
        await using var stage = await SessionStage.StartAsync();
        stage.LiveAvatar.AnswerNext(path, context => AnswerAsync(context, status, body));

        var start = await stage.BeginAsync();

        Assert.Equal(SessionEnd.For(reason), start.Failure);
        Assert.NotEmpty(start.Message!);
        Assert.Equal(start.Failure, await stage.EndAsync());
        Assert.Empty(stage.Rooms.Joins);
        Assert.Equal(path == Start, stage.LiveAvatar.Calls.Contains($"POST {Stop}"));
    }

    [Fact]
    public async Task Answer_ThatNeverComes_KeepsTheSessionFromStartingWithinItsLimit()
    {
        await using var stage = await SessionStage.StartAsync();
        stage.AvatarLine.StopsDown = true;

        Assert.Equal(SessionEnd.For(SessionEndReasons.AvatarUnreachable), (await stage.BeginAsync()).Failure);
    }

    [Fact]
    public async Task Stop_ThatIsAnsweredByNonsense_IsOwedAndTheSessionEndsAllTheSame()
    {
        await using var stage = await SessionStage.TalkAsync();
        for (var i = 0; i < 3; i++)
        {
            stage.LiveAvatar.AnswerNext(Stop, context => AnswerAsync(context, 302, "nonsense"));
        }

        await stage.FarSide.HangUpAsync();

        Assert.Equal(SessionEnd.For(SessionEndReasons.AgentHungUp), await stage.EndAsync());
        await stage.WaitAsync<SessionEvent.Warning>(0, warning => warning.Code == "avatar-stop-owed");
    }

    private static Task AnswerAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = "http://127.0.0.1:1/elsewhere";
        var bytes = Encoding.UTF8.GetBytes(body == Large ? new string('x', 2 * 1024 * 1024) : body);
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
