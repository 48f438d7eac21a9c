using System.Net.Http.Json;

namespace Connectors.Rtc.Tests.Support;

/// <summary>Nodes to which the test says who goes on with what (<see cref="Assigner"/>).</summary>
internal sealed class AssignedNodes : INodeEdition
{
    public async Task<ServerProcess> StartAsync(IReadOnlyDictionary<string, string> settings) => await ServerProcess.StartAsync(
        [.. settings, new(Assigner.Setting, "true")], TestContext.Current.CancellationToken);

    public async Task IntroduceAsync(IReadOnlyList<ServerProcess> nodes)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        foreach (var node in nodes)
        {
            var others = nodes.Where(other => other != node).Select(other => other.Address).ToArray();
            using var answer = await http.PutAsJsonAsync(
                new Uri(node.Address, "test/peers"), others, TestContext.Current.CancellationToken);
            answer.EnsureSuccessStatusCode();
        }
    }

    public async Task TakeUpAsync(ServerProcess node, IReadOnlyList<string> sessions)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        await Task.WhenAll(sessions.Select(async id =>
        {
            using var answer = await http.PostAsync(
                new Uri(node.Address, $"test/take-up/{id}"), null, TestContext.Current.CancellationToken);
            answer.EnsureSuccessStatusCode();
        }));
    }
}
