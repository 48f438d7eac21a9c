using Connectors.Core.Telemetry;
using Connectors.Core.Tenancy;
using Microsoft.Extensions.Logging;

namespace Connectors.Core.Sessions.Admission;

/// <summary>
/// Admission of a node that shares tenants' quotas with others: capacity and draining are its own, everything else is asked of all. Who
/// waits for a credential is served in order on this node; between nodes whoever asks first after a place was freed has it.
/// </summary>
public sealed class SharedAdmission : IAdmission
{
    // A place freed on another node is not told of here.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string TenantId, string CredentialId), SharedLine> _lines = [];
    private readonly SharedPlaces _places;
    private readonly ISharedQuotas _quotas;
    private readonly TimeProvider _time;
    private readonly ConnectorsTelemetry _telemetry;
    private readonly int _capacity;
    private bool _isDraining;

    /// <summary>Begins with nobody in.</summary>
    /// <param name="quotas">What all nodes have taken.</param>
    /// <param name="capacity">Sessions at once on this node.</param>
    /// <param name="time">The clock.</param>
    /// <param name="telemetry">Counts who is not let in.</param>
    /// <param name="logger">Told of places that could not be renewed or given back.</param>
    public SharedAdmission(
        ISharedQuotas quotas, int capacity, TimeProvider time, ConnectorsTelemetry telemetry, ILogger<SharedAdmission> logger)
    {
        (_quotas, _capacity, _time, _telemetry) = (quotas, capacity, time, telemetry);
        _places = new SharedPlaces(quotas, capacity, logger, OnFreed);
    }

    /// <inheritdoc/>
    public AdmissionFigures Figures
    {
        get
        {
            lock (_lock)
            {
                return new(_places.Count, _capacity, _lines.Values.Sum(line => line.Count), _isDraining);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<Outcome<AdmissionTicket>> AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(request, cancellationToken);
        if (answer.Refusal is { } refusal)
        {
            _telemetry.AdmissionRefused(refusal.Kind, request.Group);
        }

        return answer;
    }

    /// <inheritdoc/>
    public Task ReadmitAsync(AdmissionRequest request, CancellationToken cancellationToken) =>
        _places.TakeOverAsync(request, cancellationToken);

    /// <inheritdoc/>
    public void ChangeCredential(string sessionId, string credentialId) => _places.ChangeCredential(sessionId, credentialId);

    /// <inheritdoc/>
    public void Release(string sessionId) => _places.Leave(sessionId);

    /// <inheritdoc/>
    public void SetDraining(bool isDraining)
    {
        lock (_lock)
        {
            _isDraining = isDraining;
            foreach (var line in _lines.Values)
            {
                line.WakeAll();
            }
        }
    }

    /// <summary>Keeps this node's places good, again and again.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_quotas.Lease / 4, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await RenewAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    /// <summary>Waits until the places that were given back are free for all nodes; each within the limit of a call.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task FlushAsync(CancellationToken cancellationToken) => _places.FlushAsync(cancellationToken);

    internal Task RenewAsync(CancellationToken cancellationToken) => _places.RenewAsync(cancellationToken);

    private async Task<Outcome<AdmissionTicket>> AskAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        var isFirst = !HasLine(request);
        if (isFirst && (await TryAsync(request, cancellationToken) is var answer)
            && (answer.Refusal?.Kind != RefusalKind.CredentialBusy || request.Wait <= TimeSpan.Zero))
        {
            return answer;
        }

        SharedLine.Waiter waiter;
        lock (_lock)
        {
            if (_isDraining)
            {
                return AdmissionRefusals.Draining;
            }

            var waiting = _lines.GetValueOrDefault(KeyOf(request))?.Count ?? 0;
            if (request.Wait <= TimeSpan.Zero || waiting >= LocalAdmission.WaitersPerCredential)
            {
                return request.Wait <= TimeSpan.Zero
                    ? AdmissionRefusals.Busy(request.Credential!)
                    : AdmissionRefusals.TooManyWait(request.Credential!);
            }

            waiter = (_lines.TryGetValue(KeyOf(request), out var line) ? line : _lines[KeyOf(request)] = new()).Join();
        }

        return await WaitAsync(request, waiter, cancellationToken);
    }

    private async Task<Outcome<AdmissionTicket>> WaitAsync(
        AdmissionRequest request, SharedLine.Waiter waiter, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(request.Wait, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            while (true)
            {
                var (news, isFirst) = LookAt(request, waiter);
                if (isFirst && await TryAsync(request, either.Token) is var answer && !IsWorthWaiting(answer))
                {
                    // An attempt that was on its way when draining began may have come back with another refusal.
                    return answer.IsDone || !Volatile.Read(ref _isDraining) ? answer : AdmissionRefusals.Draining;
                }

                await Task.WhenAny(news, Task.Delay(isFirst ? LookAgain : Timeout.InfiniteTimeSpan, _time, either.Token));
                either.Token.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return AdmissionRefusals.Busy(request.Credential!);
        }
        finally
        {
            await either.CancelAsync();
            Leave(request, waiter);
        }
    }

    // Who waits stays while the node is full for a moment or the store is away.
    private bool IsWorthWaiting(Outcome<AdmissionTicket> answer) =>
        answer.Refusal?.Kind is RefusalKind.CredentialBusy or RefusalKind.CapacityReached && !Volatile.Read(ref _isDraining);

    // Draining sends everybody in the line away, each by its own next attempt.
    private (Task News, bool IsFirst) LookAt(AdmissionRequest request, SharedLine.Waiter waiter)
    {
        lock (_lock)
        {
            return (waiter.NextNews(), _isDraining || _lines[KeyOf(request)].IsFirst(waiter));
        }
    }

    private void Leave(AdmissionRequest request, SharedLine.Waiter waiter)
    {
        lock (_lock)
        {
            var line = _lines[KeyOf(request)];
            line.Leave(waiter);
            if (line.Count == 0)
            {
                _lines.Remove(KeyOf(request));
            }
        }
    }

    private Task<Outcome<AdmissionTicket>> TryAsync(AdmissionRequest request, CancellationToken cancellationToken) =>
        Volatile.Read(ref _isDraining)
            ? Task.FromResult<Outcome<AdmissionTicket>>(AdmissionRefusals.Draining)
            : _places.TakeAsync(request, cancellationToken);

    private void OnFreed(SharedPlace place)
    {
        lock (_lock)
        {
            if (place.CredentialId is { } credential && _lines.TryGetValue((place.TenantId, credential), out var line))
            {
                line.WakeFirst();
            }
        }
    }

    private bool HasLine(AdmissionRequest request)
    {
        lock (_lock)
        {
            return request.Credential is not null && _lines.ContainsKey(KeyOf(request));
        }
    }

    private static (string TenantId, string CredentialId) KeyOf(AdmissionRequest request) =>
        (request.TenantId, request.Credential!.CredentialId);
}
