using System.Security.Cryptography;
using System.Text;
using Connectors.Core.Records;
using Connectors.Core.Vault;

namespace Connectors.Core.Tenancy;

/// <summary>Where API keys are made, checked and withdrawn.</summary>
/// <param name="environment">What desks need.</param>
/// <param name="keys">Keys of the hashes.</param>
public sealed class ApiKeyDesk(TenancyEnvironment environment, IDerivedKeys keys)
{
    private const string Noun = "api-key";

    private readonly Shelf<ApiKey> _shelf = new(environment, environment.Records.Keys, Noun);

    // Compared with when there is no such key, so that the answer takes as long.
    private readonly byte[] _nobody = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);

    /// <summary>Makes a key.</summary>
    /// <param name="caller">The operator.</param>
    /// <param name="draft">What it shall be.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<Outcome<NewApiKey>> CreateAsync(Caller caller, ApiKeyDraft draft, CancellationToken cancellationToken)
    {
        if (draft.Errors(environment.Now()).ToList() is { Count: > 0 } errors)
        {
            return Refusal.Invalid(errors);
        }

        var text = ApiKeyText.Create(environment.NextId());
        var added = await _shelf.AddAsync(caller, KeyOf(draft, text), cancellationToken);
        return added.IsDone ? new NewApiKey(added.Value.Value, new Secret(text.Reveal())) : added.Refusal;
    }

    /// <summary>Makes a key of the operator's whose text somebody else has made; does nothing where it is there already.</summary>
    /// <param name="caller">The service.</param>
    /// <param name="text">The text.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ArgumentException">The text is no key's.</exception>
    public async Task ImportAsync(Caller caller, string text, string name, CancellationToken cancellationToken)
    {
        if (!ApiKeyText.TryParse(text, out var parsed))
        {
            throw new ArgumentException("The text is no key's.", nameof(text));
        }

        var draft = new ApiKeyDraft(RecordKey.Operator, name, ApiScope.Operator, null);
        if (await AuthenticateAsync(text, cancellationToken) is not null)
        {
            return;
        }

        var added = await _shelf.AddAsync(caller, KeyOf(draft, parsed), cancellationToken);
        if (!added.IsDone)
        {
            throw new InvalidOperationException(
                $"The configured operator key can't be stored: {added.Refusal.Message} Is there another one of its id {parsed.Id}?");
        }
    }

    /// <summary>Finds the key that a text belongs to; null if there is none, it is wrong, or it has expired.</summary>
    /// <param name="text">The text, as it came with a request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<ApiKey?> AuthenticateAsync(string text, CancellationToken cancellationToken)
    {
        if (!ApiKeyText.TryParse(text, out var parsed))
        {
            return null;
        }

        var stored = (await _shelf.Records.FindAsync(RecordKey.Operator, parsed.Id, cancellationToken))?.Value;
        var hashKey = stored is null ? null : keys.Find(Noun, stored.HashKeyId);
        var isRight = CryptographicOperations.FixedTimeEquals(
            HashOf(parsed, hashKey ?? keys.Current(Noun)), hashKey is null ? _nobody : stored!.Hash.Span);
        return isRight && (stored!.ExpiresAt is not { } end || environment.Now() < end) ? stored : null;
    }

    /// <summary>Reads a tenant's keys.</summary>
    /// <param name="tenantId">Whose; <see cref="RecordKey.Operator"/> for the operator's.</param>
    /// <param name="page">Which.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<RecordPage<ApiKey>> ListAsync(string tenantId, RecordQuery page, CancellationToken cancellationToken) =>
        _shelf.Records.ListAsync(RecordKey.Operator, page with { Tag = TenancyRecords.TagOfKeys(tenantId) }, cancellationToken);

    /// <summary>Withdraws a key: from here on it is refused.</summary>
    /// <param name="caller">The operator.</param>
    /// <param name="tenantId">Whose; <see cref="RecordKey.Operator"/> for the operator's.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<Outcome<Stored<ApiKey>>> DeleteAsync(Caller caller, string tenantId, string id, CancellationToken cancellationToken) =>
        _shelf.RemoveAsync(
            caller,
            id,
            null,
            cancellationToken,
            (stored, _) => Task.FromResult(stored.Value.TenantId == tenantId ? null : Refusal.NotFound(Noun)));

    private ApiKey KeyOf(ApiKeyDraft draft, ApiKeyText text)
    {
        var hashKey = keys.Current(Noun);
        return new()
        {
            Id = text.Id,
            TenantId = draft.TenantId,
            Name = draft.Name!,
            Scope = draft.Scope,
            HashKeyId = hashKey.Id,
            Hash = HashOf(text, hashKey),
            CreatedAt = environment.Now(),
            ExpiresAt = draft.ExpiresAt,
        };
    }

    private static byte[] HashOf(ApiKeyText text, DerivedKey key) =>
        HMACSHA256.HashData(key.Value.Span, [.. Encoding.ASCII.GetBytes(text.Id), .. text.Secret.Span]);
}
