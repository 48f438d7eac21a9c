using Connectors.Core.Sessions.Admission;
using StackExchange.Redis;

namespace Connectors.Storage.Redis;

/// <summary>Quotas that nodes share.</summary>
/// <param name="connection">The connection.</param>
/// <param name="options">How long a lease is.</param>
internal sealed class RedisQuotas(RedisConnection connection, RedisStorageOptions options) : ISharedQuotas
{
    // In the order of the script's numbers.
    private static readonly QuotaVerdict[] Verdicts =
    [
        QuotaVerdict.Taken, QuotaVerdict.Twice, QuotaVerdict.TooManySessions, QuotaVerdict.TooManyStarts, QuotaVerdict.CredentialBusy,
    ];

    /// <inheritdoc/>
    public TimeSpan Lease => options.PlaceLease;

    private RedisValue LeaseMilliseconds => (long)Lease.TotalMilliseconds;

    /// <inheritdoc/>
    public async Task<QuotaAnswer> TakeAsync(SharedPlace place, AdmissionRequest request, CancellationToken cancellationToken)
    {
        var answer = RedisAnswers.Values(await connection.WriteAsync(
            QuotaScripts.Take,
            [
                LeaseMilliseconds, .. Arguments(place), request.Quotas.SessionsAtOnce, request.Quotas.StartsPerMinute,
                request.Credential?.Maximum ?? 0,
            ],
            cancellationToken));
        return new(Verdicts[(int)answer[0]], (long)answer[1] is >= 0 and var left ? TimeSpan.FromMilliseconds(left) : null);
    }

    /// <inheritdoc/>
    public async Task<bool> AdoptAsync(SharedPlace place, CancellationToken cancellationToken) =>
        (int)await connection.WriteAsync(QuotaScripts.Adopt, [LeaseMilliseconds, .. Arguments(place)], cancellationToken) == 1;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SharedPlace>> RenewAsync(IReadOnlyList<SharedPlace> places, CancellationToken cancellationToken)
    {
        var lost = RedisAnswers.Values(await connection.WriteAsync(
            QuotaScripts.Renew, [LeaseMilliseconds, .. places.SelectMany(Arguments)], cancellationToken));
        return [.. lost.Select(number => places[(int)number])];
    }

    /// <inheritdoc/>
    public Task ReleaseAsync(SharedPlace place, CancellationToken cancellationToken) =>
        connection.WriteAsync(QuotaScripts.Release, [LeaseMilliseconds, .. Arguments(place)], cancellationToken);

    private static RedisValue[] Arguments(SharedPlace place) =>
        [place.SessionId, place.Token, place.TenantId, place.CredentialId ?? string.Empty];
}
