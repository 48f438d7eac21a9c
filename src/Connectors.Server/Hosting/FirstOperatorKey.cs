using Connectors.Core.Records;
using Connectors.Core.Tenancy;
using Connectors.Server.Api;
using Connectors.Server.Commands;

namespace Connectors.Server.Hosting;

/// <summary>
/// Sees to it that somebody can begin: the operator key of the configuration works, or, where there is none and never was
/// one, a key is made and printed once. It goes to standard output, not into the log, which is kept and read by many.
/// </summary>
internal sealed class FirstOperatorKey(ApiKeyDesk keys, ApiOptions options) : IHostedService
{
    private const string Name = "first key";

    private static Caller Service { get; } = Caller.Service(RecordKey.Operator);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.OperatorKey is { } configured)
        {
            await keys.ImportAsync(Service, configured, $"{Name} (configuration)", cancellationToken);
            return;
        }

        var page = new RecordQuery(string.Empty, string.Empty) { Limit = 1 };
        if ((await keys.ListAsync(RecordKey.Operator, page, cancellationToken)).Values.Count > 0)
        {
            return;
        }

        var made = await keys.CreateAsync(Service, new(RecordKey.Operator, Name, ApiScope.Operator, null), cancellationToken);
        if (made.IsDone)
        {
            await StandardOutput.TellAsync($"Operator key (shown this once): {made.Value.Value.Reveal()}");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
