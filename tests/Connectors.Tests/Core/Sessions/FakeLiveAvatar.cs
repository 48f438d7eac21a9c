using System.Text;
using System.Text.Json;
using Connectors.Core.Avatars;

namespace Connectors.Tests.Core.Sessions;

/// <summary>LiveAvatar's API in memory; writes what it was asked into a list that others write into too, for the order.</summary>
internal sealed class FakeLiveAvatar(List<string> order) : ILiveAvatarApi
{
    public AvatarFailure? TokenFailure { get; set; }

    public AvatarFailure? StartFailure { get; set; }

    /// <summary>A start answers when this is done. Default: at once.</summary>
    public Task Starting { get; set; } = Task.CompletedTask;

    /// <summary>How often a start was asked for.</summary>
    public int Starts
    {
        get
        {
            lock (order)
            {
                return order.Count(call => call == "start");
            }
        }
    }

    /// <summary>How often a stop fails before it succeeds.</summary>
    public int StopFailures { get; set; }

    public string AgentToken { get; set; } = Token("""{"sub":"agent","exp":4102444800,"video":{"room":"r","roomJoin":true}}""");

    /// <summary>What was asked for last.</summary>
    public AvatarSessionRequest? Request { get; private set; }

    public string? StopReason { get; private set; }

    public static string Token(string payload) =>
        $"e30.{Convert.ToBase64String(Encoding.UTF8.GetBytes(payload)).TrimEnd('=').Replace('+', '-').Replace('/', '_')}.sig";

    public static AvatarFailure Failure(AvatarFailureKind kind, bool retryable = false) => new(kind, retryable, 400, 4000, "No.");

    public Task<AvatarResult<AvatarSessionToken>> CreateTokenAsync(
        Secret credential, AvatarSessionRequest request, CancellationToken cancellationToken)
    {
        Note("token");
        Request = request;
        return Task.FromResult(new AvatarResult<AvatarSessionToken>(TokenFailure is null ? new("la-1", "jwt") : null, TokenFailure));
    }

    public async Task<AvatarResult<AvatarSession>> StartAsync(AvatarSessionToken token, CancellationToken cancellationToken)
    {
        Note("start");
        await Starting.WaitAsync(cancellationToken);
        var session = new AvatarSession(
            "la-1", new("ws://127.0.0.1/avatar"), new("ws://127.0.0.1/room"), "client-token", AgentToken, TimeSpan.FromMinutes(10));
        return new AvatarResult<AvatarSession>(StartFailure is null ? session : null, StartFailure);
    }

    public Task<AvatarResult<bool>> StopAsync(
        Secret credential, string sessionId, string reason, CancellationToken cancellationToken)
    {
        Note("stop");
        StopReason = reason;
        return Task.FromResult(StopFailures-- > 0
            ? new AvatarResult<bool>(false, Failure(AvatarFailureKind.ServerError, retryable: true))
            : new AvatarResult<bool>(true, null));
    }

    public Task<AvatarResult<bool>> KeepAliveAsync(Secret credential, string sessionId, CancellationToken cancellationToken) =>
        Task.FromResult(new AvatarResult<bool>(true, null));

    public Task<AvatarResult<decimal>> GetCreditsAsync(Secret credential, CancellationToken cancellationToken) =>
        Task.FromResult(new AvatarResult<decimal>(100, null));

    public Task<AvatarResult<JsonElement>> GetAsync(Secret credential, string path, CancellationToken cancellationToken) =>
        Task.FromResult(new AvatarResult<JsonElement>(default, Failure(AvatarFailureKind.NotFound)));

    private void Note(string call)
    {
        lock (order)
        {
            order.Add(call);
        }
    }
}
