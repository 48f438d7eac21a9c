using System.Text.Json;
using Connectors.Core.Avatars;

namespace Connectors.Benchmarks.Load.InMemory;

/// <summary>LiveAvatar's API without a network: it has a room for everybody.</summary>
internal sealed class MemoryLiveAvatar : ILiveAvatarApi
{
    private static readonly byte[] Claims = """{"sub":"agent","exp":4102444800,"video":{"room":"r","roomJoin":true}} """u8.ToArray();

    private static readonly string AgentToken = $"e30.{Convert.ToBase64String(Claims).TrimEnd('=')}.sig";

    public Task<AvatarResult<AvatarSessionToken>> CreateTokenAsync(
        Secret credential, AvatarSessionRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new AvatarResult<AvatarSessionToken>(new(Guid.NewGuid().ToString(), "token"), null));

    public Task<AvatarResult<AvatarSession>> StartAsync(AvatarSessionToken token, CancellationToken cancellationToken)
    {
        var session = new AvatarSession(
            token.SessionId, new("ws://127.0.0.1/avatar"), new("ws://127.0.0.1/room"), "client-token", AgentToken, TimeSpan.FromHours(1));
        return Task.FromResult(new AvatarResult<AvatarSession>(session, null));
    }

    public Task<AvatarResult<bool>> StopAsync(Secret credential, string sessionId, string reason, CancellationToken cancellationToken) =>
        Task.FromResult(new AvatarResult<bool>(true, null));

    public Task<AvatarResult<bool>> KeepAliveAsync(Secret credential, string sessionId, CancellationToken cancellationToken) =>
        Task.FromResult(new AvatarResult<bool>(true, null));

    public Task<AvatarResult<decimal>> GetCreditsAsync(Secret credential, CancellationToken cancellationToken) =>
        Task.FromResult(new AvatarResult<decimal>(100, null));

    public Task<AvatarResult<JsonElement>> GetAsync(Secret credential, string path, CancellationToken cancellationToken) =>
        Task.FromResult(new AvatarResult<JsonElement>(JsonElement.Parse("{}"), null));
}
