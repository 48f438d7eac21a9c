using Connectors.Core.Telemetry;
using Connectors.Core.Tenancy;

namespace Connectors.Core.Sessions.Admission;

/// <summary>Admission in this process: the single-node edition. One lock, held for a few counters only.</summary>
/// <param name="capacity">Sessions at once on this node.</param>
/// <param name="time">The clock.</param>
/// <param name="telemetry">Counts who is not let in.</param>
public sealed class LocalAdmission(int capacity, TimeProvider time, ConnectorsTelemetry telemetry) : IAdmission
{
    /// <summary>Most starts that wait for one credential.</summary>
    public const int WaitersPerCredential = 50;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TenantLoad> _tenants = new(StringComparer.Ordinal);
    private readonly Dictionary<(string TenantId, string CredentialId), CredentialLine> _lines = [];
    private bool _isDraining;

    /// <inheritdoc/>
    public AdmissionFigures Figures
    {
        get
        {
            lock (_lock)
            {
                return new(_places.Count, capacity, _lines.Values.Sum(line => line.Waiting.Count), _isDraining);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<Outcome<AdmissionTicket>> AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(request, cancellationToken);
        if (answer.Refusal is { } refusal)
        {
            telemetry.AdmissionRefused(refusal.Kind, request.Group);
        }

        return answer;
    }

    /// <inheritdoc/>
    public Task ReadmitAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_places.TryGetValue(request.SessionId, out var place))
            {
                Enter(request);
            }
            else
            {
                Count(place, request.Credential);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void ChangeCredential(string sessionId, string credentialId)
    {
        lock (_lock)
        {
            if (_places.TryGetValue(sessionId, out var place))
            {
                Count(place, CredentialClaim.OfSessionInside(credentialId));
            }
        }
    }

    /// <inheritdoc/>
    public void Release(string sessionId)
    {
        lock (_lock)
        {
            if (_places.Remove(sessionId, out var place))
            {
                GiveBack(place.Request);
            }
        }
    }

    /// <inheritdoc/>
    public void SetDraining(bool isDraining)
    {
        lock (_lock)
        {
            _isDraining = isDraining;
            foreach (var key in isDraining ? _lines.Keys.ToList() : [])
            {
                Serve(key);
            }
        }
    }

    private Task<Outcome<AdmissionTicket>> AskAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        CredentialLine.Waiter waiter;
        lock (_lock)
        {
            var refusal = Look(request, isNext: LineOf(request) is not { Waiting.Count: > 0 });
            if (refusal is null)
            {
                return Task.FromResult<Outcome<AdmissionTicket>>(Take(request));
            }

            if (refusal.Kind != RefusalKind.CredentialBusy || request.Wait <= TimeSpan.Zero)
            {
                return Task.FromResult<Outcome<AdmissionTicket>>(refusal);
            }

            var line = Of(_lines, KeyOf(request)!.Value, () => new CredentialLine());
            if (line.Waiting.Count >= WaitersPerCredential)
            {
                return Task.FromResult<Outcome<AdmissionTicket>>(AdmissionRefusals.TooManyWait(request.Credential!));
            }

            waiter = new(request);
            line.Waiting.AddLast(waiter);
        }

        return WaitAsync(waiter, cancellationToken);
    }

    private async Task<Outcome<AdmissionTicket>> WaitAsync(CredentialLine.Waiter waiter, CancellationToken cancellationToken)
    {
        var late = AdmissionRefusals.Busy(waiter.Request.Credential!);
        await using var limit = time.CreateTimer(
            _ => Leave(waiter, answer => answer.TrySetResult(late)), null, waiter.Request.Wait, Timeout.InfiniteTimeSpan);
        await using var cancelled = cancellationToken.Register(
            () => Leave(waiter, answer => answer.TrySetCanceled(cancellationToken)));
        return await waiter.Answer.Task;
    }

    // Whoever was served in the same moment stays served.
    private void Leave(CredentialLine.Waiter waiter, Action<TaskCompletionSource<Outcome<AdmissionTicket>>> answer)
    {
        lock (_lock)
        {
            if (LineOf(waiter.Request)?.Waiting.Remove(waiter) == true)
            {
                answer(waiter.Answer);
                Serve(KeyOf(waiter.Request)!.Value);
            }
        }
    }

    private Refusal? Look(AdmissionRequest request, bool isNext)
    {
        var tenant = _tenants.GetValueOrDefault(request.TenantId);
        var (sessions, starts) = (tenant?.Sessions ?? 0, tenant?.Starts.Count ?? 0);
        return _isDraining ? AdmissionRefusals.Draining
            : _places.ContainsKey(request.SessionId) ? AdmissionRefusals.Twice
            : sessions >= request.Quotas.SessionsAtOnce ? AdmissionRefusals.Quota(request.Quotas.SessionsAtOnce)
            : starts >= request.Quotas.StartsPerMinute
                ? AdmissionRefusals.Rate(request.Quotas.StartsPerMinute, tenant?.Starts.UntilBelow(request.Quotas.StartsPerMinute))
            : _places.Count >= capacity ? AdmissionRefusals.Full(capacity)
            : request.Credential is { } claim && (!isNext || (LineOf(request)?.InUse ?? 0) >= claim.Maximum) ? AdmissionRefusals.Busy(claim)
            : null;
    }

    private AdmissionTicket Take(AdmissionRequest request)
    {
        var place = Enter(request);
        _tenants[request.TenantId].Starts.Add();
        return new(request.SessionId, () => Release(place));
    }

    private Place Enter(AdmissionRequest request)
    {
        var place = new Place(request);
        _places.Add(request.SessionId, place);
        Of(_tenants, request.TenantId, () => new TenantLoad(time)).Sessions++;
        Occupy(request);
        return place;
    }

    private void Count(Place place, CredentialClaim? claim)
    {
        var before = place.Request;
        place.Request = before with { Credential = claim };
        Occupy(place.Request);
        Vacate(before);
    }

    private void Occupy(AdmissionRequest request)
    {
        if (KeyOf(request) is { } key)
        {
            Of(_lines, key, () => new CredentialLine()).InUse++;
        }
    }

    private void Vacate(AdmissionRequest request)
    {
        if (KeyOf(request) is { } key)
        {
            _lines[key].InUse--;
            Serve(key);
        }
    }

    // A ticket of a failed start must not give back the place of the same session's next start.
    private void Release(Place place)
    {
        lock (_lock)
        {
            if (_places.GetValueOrDefault(place.Request.SessionId) == place)
            {
                _places.Remove(place.Request.SessionId);
                GiveBack(place.Request);
            }
        }
    }

    private void GiveBack(AdmissionRequest request)
    {
        var tenant = _tenants[request.TenantId];
        tenant.Sessions--;
        if (tenant.IsEmpty)
        {
            _tenants.Remove(request.TenantId);
        }

        Vacate(request);
    }

    private void Serve((string TenantId, string CredentialId) key)
    {
        if (!_lines.TryGetValue(key, out var line))
        {
            return;
        }

        while (line.Waiting.First is { Value: var waiter })
        {
            var refusal = Look(waiter.Request, isNext: true);
            if (refusal?.Kind == RefusalKind.CredentialBusy)
            {
                break;
            }

            line.Waiting.RemoveFirst();
            waiter.Answer.SetResult(refusal is null ? Take(waiter.Request) : refusal);
        }

        if (line.IsEmpty)
        {
            _lines.Remove(key);
        }
    }

    private CredentialLine? LineOf(AdmissionRequest request) => KeyOf(request) is { } key ? _lines.GetValueOrDefault(key) : null;

    private static (string TenantId, string CredentialId)? KeyOf(AdmissionRequest request) =>
        request.Credential is { } claim ? (request.TenantId, claim.CredentialId) : null;

    private static TValue Of<TKey, TValue>(Dictionary<TKey, TValue> values, TKey key, Func<TValue> create)
        where TKey : notnull
    {
        if (!values.TryGetValue(key, out var value))
        {
            values[key] = value = create();
        }

        return value;
    }

    private sealed class Place(AdmissionRequest request)
    {
        public AdmissionRequest Request { get; set; } = request;
    }
}
