using Connectors.Core.Sessions.Placing;

namespace Connectors.Grains;

/// <summary>The one grain that looks for sessions that nobody has, also after all nodes were gone. Its key is 0.</summary>
[Alias("Connectors.ISweepGrain")]
internal interface ISweepGrain : IGrainWithIntegerKey
{
    [Alias("Begin")]
    Task BeginAsync();
}

internal sealed class SweepGrain(Orphans orphans) : Grain, ISweepGrain, IRemindable
{
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(1);

    public Task BeginAsync() => this.RegisterOrUpdateReminder("sweep", Round, Round);

    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.Run(() => orphans.TakeUpAsync(CancellationToken.None));
}
