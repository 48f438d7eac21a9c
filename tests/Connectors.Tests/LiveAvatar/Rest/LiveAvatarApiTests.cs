using System.Net;
using Connectors.Core.Avatars;
using Connectors.LiveAvatar;
using Connectors.LiveAvatar.Rest;
using Connectors.Testing;

namespace Connectors.Tests.LiveAvatar.Rest;

public sealed class LiveAvatarApiTests : IDisposable
{
    private static readonly Secret Key = new("key-0123456789");

    private readonly ScriptedHttp _http = new();
    private readonly HttpMessageInvoker _invoker;
    private readonly LiveAvatarHttp _own;
    private readonly LiveAvatarApi _api;

    public LiveAvatarApiTests()
    {
        _invoker = new(_http);
        _own = new(new() { Http = _invoker, BaseAddress = new("https://host.example/prefix/"), MaximumResponseBytes = 4096 });
        _api = new(_own, new FakeTime());
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _own.Dispose();
        _invoker.Dispose();
        _http.Dispose();
    }

    [Theory]
    [InlineData("1000")]
    [InlineData("1000.0")]
    [InlineData("100")]
    public async Task Answer_WithACodeOfSuccess_IsASuccess(string code)
    {
        _http.Body = $$$"""{"code":{{{code}}},"data":{"session_id":"s","session_token":"t"}}""";

        var (token, failure) = await MintAsync();

        Assert.Null(failure);
        Assert.Equal(("s", "t"), (token!.SessionId, token.Token));
    }

    [Theory]
    [InlineData("""{"code":"1000","data":{"session_id":"s","session_token":"t"}}""", AvatarFailureKind.Unreachable)]
    [InlineData("""{"code":4033,"message":"no","data":null}""", AvatarFailureKind.InvalidRequest)]
    [InlineData("""{"code":5001,"message":"no","data":null}""", AvatarFailureKind.ServerError)]
    [InlineData("""{"data":{"session_id":"s","session_token":"t"}}""", AvatarFailureKind.Unreachable)]
    [InlineData("""{"code":1000,"data":null}""", AvatarFailureKind.Unreachable)]
    [InlineData("""{"code":1000,"data":{"session_id":7,"session_token":"t"}}""", AvatarFailureKind.Unreachable)]
    [InlineData("""{"code":1e400,"data":{}}""", AvatarFailureKind.Unreachable)]
    [InlineData("[]", AvatarFailureKind.Unreachable)]
    [InlineData("<html>", AvatarFailureKind.Unreachable)]
    [InlineData("", AvatarFailureKind.Unreachable)]
    public async Task Answer_OfStatus200WithoutSuccess_IsAFailure(string body, AvatarFailureKind kind)
    {
        _http.Body = body;

        var (token, failure) = await MintAsync();

        Assert.Null(token);
        Assert.Equal(kind, failure!.Kind);
        Assert.NotEmpty(failure.Message);
    }

    [Theory]
    [InlineData(301, "", AvatarFailureKind.Unreachable, false)]
    [InlineData(400, """{"code":4000,"message":"bad voice"}""", AvatarFailureKind.InvalidRequest, false)]
    [InlineData(400, """{"code":4000,"message":"Not enough Credits"}""", AvatarFailureKind.NoCredits, false)]
    [InlineData(401, """{"code":4010,"message":"bad key"}""", AvatarFailureKind.Unauthorized, false)]
    [InlineData(402, "", AvatarFailureKind.NoCredits, false)]
    [InlineData(403, "", AvatarFailureKind.Unauthorized, false)]
    [InlineData(404, """{"code":4040}""", AvatarFailureKind.NotFound, false)]
    [InlineData(408, "", AvatarFailureKind.Unreachable, true)]
    [InlineData(409, """{"code":4033,"message":"Session concurrency limit reached"}""", AvatarFailureKind.LimitReached, true)]
    [InlineData(422, """{"detail":[{"loc":["avatar_id"],"msg":"required","input":"leak"}]}""", AvatarFailureKind.InvalidRequest, false)]
    [InlineData(429, "", AvatarFailureKind.LimitReached, true)]
    [InlineData(500, "oops", AvatarFailureKind.ServerError, true)]
    [InlineData(503, """{"code":true,"message":["x"],"data":[{"message":7}]}""", AvatarFailureKind.ServerError, true)]
    public async Task Status_DecidesWhoseFaultItIs(int status, string body, AvatarFailureKind kind, bool retryable)
    {
        _http.Status = (HttpStatusCode)status;
        _http.Body = body;

        var (_, failure) = await MintAsync();

        Assert.Equal((kind, retryable, status), (failure!.Kind, failure.Retryable, failure.Status));
        Assert.DoesNotContain("leak", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"code":4001,"message":"avatar is busy"}""", "avatar is busy")]
    [InlineData("""{"code":4001,"data":[{"message":"first"},{"message":"second"}]}""", "first; second")]
    [InlineData("""{"detail":[{"loc":["body","livekit_config","livekit_url"],"msg":"missing"}]}""", "livekit_config.livekit_url: missing")]
    [InlineData("""{"detail":"Method not allowed"}""", "Method not allowed")]
    public async Task Words_OfTheService_ReachTheTenant(string body, string words)
    {
        _http.Status = HttpStatusCode.BadRequest;
        _http.Body = body;

        var (_, failure) = await MintAsync();

        Assert.Contains(words, failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_ThatRepeatTheKey_AreCleanedAndCut()
    {
        _http.Status = HttpStatusCode.Unauthorized;
        _http.Body = $$"""{"message":"key key-0123456789 is bad\n{{new string('x', 1000)}}"}""";

        var (_, failure) = await MintAsync();

        Assert.DoesNotContain("key-0123456789", failure!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
        Assert.InRange(failure.Message.Length, 100, 500);
    }

    [Theory]
    [InlineData("Retry-After", "7", 7)]
    [InlineData("Retry-After", "Thu, 01 Jan 2026 00:00:05 GMT", 5)]
    [InlineData("Retry-After", "Thu, 01 Jan 2015 00:00:05 GMT", 0)]
    [InlineData("X-RateLimit-Reset", "1", 1)]
    [InlineData("X-RateLimit-Reset", "soon", null)]
    [InlineData("Retry-After", "soon", null)]
    public async Task RateLimit_TellsWhenToTryAgain(string header, string value, int? seconds)
    {
        _http.Status = HttpStatusCode.TooManyRequests;
        _http.Header = (header, value);

        var (_, failure) = await MintAsync();

        Assert.Equal(seconds is { } after ? TimeSpan.FromSeconds(after) : null, failure!.RetryAfter);
    }

    [Fact]
    public async Task Answer_OverTheLimit_IsAFailure()
    {
        _http.Body = $$$"""{"code":1000,"data":{"session_id":"s","session_token":"{{{new string('t', 5000)}}}"}}""";

        var (_, failure) = await MintAsync();

        Assert.Equal(AvatarFailureKind.Unreachable, failure!.Kind);
        Assert.Contains("too large", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_CarryTheKeyOrTheTokenAndTheSession()
    {
        _http.Body = """{"code":1000,"data":{}}""";

        await MintAsync();
        Assert.Equal("https://host.example/prefix/v1/sessions/token", _http.Request!.RequestUri!.ToString());
        Assert.Equal(Key.Reveal(), _http.Request.Headers.GetValues("X-API-KEY").Single());
        Assert.Equal("""{"mode":"LITE","avatar_id":"a","is_sandbox":false}""", _http.RequestBody);
        await _api.StartAsync(new("s", "t.o.k"), Stop);
        Assert.Equal("Bearer t.o.k", _http.Request.Headers.Authorization!.ToString());
        Assert.False(_http.Request.Headers.Contains("X-API-KEY"));
        await _api.StopAsync(Key, "s", "AGENT_HANG_UP", Stop);
        Assert.Equal("""{"session_id":"s","reason":"AGENT_HANG_UP"}""", _http.RequestBody);
        await _api.KeepAliveAsync(Key, "s", Stop);
        Assert.Equal("""{"session_id":"s"}""", _http.RequestBody);
    }

    [Theory]
    [InlineData("""{"code":1000,"data":{}}""", true)]
    [InlineData("""{"code":1000,"data":{"ws_url":null,"livekit_url":7,"max_session_duration":"x"}}""", true)]
    [InlineData("""{"code":1000,"data":{"ws_url":"https://not.a.socket"}}""", false)]
    [InlineData("""{"code":1000,"data":{"livekit_url":"not an address"}}""", false)]
    public async Task Start_WithPartsMissing_HasThemNull(string body, bool isSession)
    {
        _http.Body = body;

        var (session, failure) = await _api.StartAsync(new("s", "t"), Stop);

        Assert.Equal(isSession ? new("s", null, null, null, null, null) : null, session);
        Assert.Equal(isSession, failure is null);
    }

    [Fact]
    public async Task Stop_OfASessionThatIsGone_Counts()
    {
        _http.Status = HttpStatusCode.NotFound;

        Assert.True((await _api.StopAsync(Key, "s", "USER_CLOSED", Stop)).Value);
        Assert.Equal(AvatarFailureKind.NotFound, (await _api.KeepAliveAsync(Key, "s", Stop)).Failure!.Kind);
    }

    [Fact]
    public async Task ConnectionError_IsUnreachable()
    {
        _http.Error = new HttpRequestException(HttpRequestError.NameResolutionError, "host.example and more");

        var (_, failure) = await MintAsync();

        Assert.Equal((AvatarFailureKind.Unreachable, true), (failure!.Kind, failure.Retryable));
        Assert.Contains("NameResolutionError", failure.Message, StringComparison.Ordinal);
    }

    private Task<AvatarResult<AvatarSessionToken>> MintAsync() => _api.CreateTokenAsync(Key, new() { AvatarId = "a" }, Stop);
}
