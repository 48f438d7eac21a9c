using Connectors.Core.Sessions.Admission;

namespace Connectors.Server.Hosting;

/// <summary>Keeps this node's places good as long as it runs. Ends after the sessions, with their places given back.</summary>
internal sealed class SharedAdmissionHosting(SharedAdmission admission) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _renewing = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _renewing = Task.Run(() => admission.RunAsync(_stop.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _renewing.WaitAsync(cancellationToken);
        await admission.FlushAsync(cancellationToken);
    }

    public void Dispose() => _stop.Dispose();
}
