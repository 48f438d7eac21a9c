namespace Connectors.Core.Sessions.Fencing;

/// <summary>The mandate of whoever has nobody beside it.</summary>
internal sealed class FreeMandate : IMandate
{
    public static FreeMandate Instance { get; } = new();

    public MandateState State => MandateState.Good;

    public bool HasPredecessor => false;

    public Task<bool> ConfirmAsync() => Task.FromResult(true);

    public Task SettledAsync() => Task.CompletedTask;
}
