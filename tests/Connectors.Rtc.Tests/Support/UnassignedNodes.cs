namespace Connectors.Rtc.Tests.Support;

/// <summary>Nodes of the single edition on one storage, which know nothing of each other.</summary>
internal sealed class UnassignedNodes : INodeEdition
{
    public Task<ServerProcess> StartAsync(IReadOnlyDictionary<string, string> settings) =>
        ServerProcess.StartAsync(settings, TestContext.Current.CancellationToken);

    public Task IntroduceAsync(IReadOnlyList<ServerProcess> nodes) => Task.CompletedTask;

    public Task TakeUpAsync(ServerProcess node, IReadOnlyList<string> sessions) => Task.CompletedTask;
}
