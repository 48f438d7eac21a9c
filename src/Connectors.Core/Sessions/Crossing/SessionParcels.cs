using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Connectors.Core.Vault;

namespace Connectors.Core.Sessions.Crossing;

/// <summary>
/// What is said about sessions between the nodes of a cluster: JSON in a box of the tenant's, for it holds secrets and speech, and nodes
/// talk to each other in the clear.
/// </summary>
/// <param name="vault">Seals it.</param>
public sealed class SessionParcels(IVault vault)
{
    private const string Kind = "session-parcel";

    /// <summary>Makes a parcel.</summary>
    /// <typeparam name="T">One of the types of <see cref="ParcelJson"/>.</typeparam>
    /// <param name="name">The session's tenant and id.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public ValueTask<byte[]> SealAsync<T>((string TenantId, string SessionId) name, T content, CancellationToken cancellationToken) =>
        vault.SealAsync(NameOf(name), JsonSerializer.SerializeToUtf8Bytes(content, TypeOf<T>()), cancellationToken);

    /// <summary>Opens a parcel.</summary>
    /// <typeparam name="T">What it was made of.</typeparam>
    /// <param name="name">The session's tenant and id.</param>
    /// <param name="box">The parcel.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="InvalidDataException">It isn't one of this session, or was damaged.</exception>
    public async ValueTask<T> OpenAsync<T>(
        (string TenantId, string SessionId) name, ReadOnlyMemory<byte> box, CancellationToken cancellationToken) =>
        await vault.OpenAsync(NameOf(name), box, cancellationToken) is { } content
        && JsonSerializer.Deserialize(content, TypeOf<T>()) is { } opened
            ? opened
            : throw new InvalidDataException($"A parcel of session {name.SessionId} could not be opened.");

    private static SealedName NameOf((string TenantId, string SessionId) name) => new(name.TenantId, Kind, name.SessionId);

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)ParcelJson.Default.GetTypeInfo(typeof(T))!;
}
