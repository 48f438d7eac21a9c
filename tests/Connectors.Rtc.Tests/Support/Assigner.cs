using System.Net.Http.Json;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Handover;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Rtc.Tests.Support;

/// <summary>
/// Says which process has which session, for tests: nodes that were told of each other ask each other over HTTP, and a test says who goes
/// on with a session whose node is dead. In the cluster edition Orleans does both.
/// </summary>
internal sealed class Assigner : ISuccession, IDisposable
{
    /// <summary>The setting that wants one.</summary>
    public const string Setting = "Test:Assigner";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private volatile Uri[] _peers = [];

    public bool HasPeers => _peers.Length > 0;

    public static Assigner? AddIfWanted(WebApplicationBuilder builder)
    {
        if (builder.Configuration[Setting] != "true")
        {
            return null;
        }

        var assigner = new Assigner();
        builder.Services.AddSingleton<ISuccession>(assigner);
        return assigner;
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/test/peers", (Uri[] peers) => _peers = peers);
        routes.MapPost("/test/prepare/{id}", (string id, SessionReception reception, CancellationToken cancel) =>
            reception.PrepareAsync(id, cancel));
        routes.MapPost("/test/take-over/{id}", (string id, SessionReception reception) =>
            reception.TakeOverAsync(id, CancellationToken.None));
        routes.MapPost("/test/abandon/{id}", (string id, SessionReception reception) => reception.AbandonAsync(id));
        routes.MapPost("/test/take-up/{id}", TakeUpAsync);
    }

    public async Task<ISuccessor?> PrepareAsync(string sessionId, CancellationToken cancellationToken)
    {
        foreach (var peer in _peers)
        {
            var successor = new Successor(_http, peer, sessionId);
            if (await successor.PrepareAsync(cancellationToken))
            {
                return successor;
            }
        }

        return null;
    }

    public void Dispose() => _http.Dispose();

    // The lease of whoever is dead has to run out first.
    private static async Task<string> TakeUpAsync(
        string id, SessionResumer resumer, LocalSessionHost host, ISessionStore store, CancellationToken cancel)
    {
        while (!host.Has(id))
        {
            var taken = await resumer.TakeUpAsync((await store.FindAsync(id, cancel))!, cancel);
            if (taken != TakeUp.Held)
            {
                return $"{taken}";
            }

            await Task.Delay(Pause, TimeProvider.System, cancel);
        }

        return "Here";
    }

    private sealed class Successor(HttpClient http, Uri peer, string id) : ISuccessor
    {
        public async Task<bool> PrepareAsync(CancellationToken cancellationToken)
        {
            try
            {
                return await AskAsync("prepare", cancellationToken);
            }
            catch (HttpRequestException)
            {
                // It is gone, or about to.
                return false;
            }
        }

        public Task<bool> TakeOverAsync(CancellationToken cancellationToken) => AskAsync("take-over", cancellationToken);

        public async Task AbandonAsync()
        {
            using var answer = await http.PostAsync(new Uri(peer, $"test/abandon/{id}"), null, CancellationToken.None);
        }

        private async Task<bool> AskAsync(string what, CancellationToken cancellationToken)
        {
            using var answer = await http.PostAsync(new Uri(peer, $"test/{what}/{id}"), null, cancellationToken);
            answer.EnsureSuccessStatusCode();
            return await answer.Content.ReadFromJsonAsync<bool>(cancellationToken);
        }
    }
}
