using System.Text.Json;
using System.Text.Json.Serialization;

namespace Connectors.Core.Vault;

/// <summary>A tenant's data keys as they are kept: wrapped, oldest first; or the mark that they were destroyed.</summary>
internal sealed record DataKeyRecord
{
    public IReadOnlyList<DataKeyGeneration> Generations { get; init; } = [];

    /// <summary>Set: there are no keys, and there will never be any again.</summary>
    public DateTimeOffset? DestroyedAt { get; init; }

    /// <exception cref="VaultException">It is damaged.</exception>
    public static DataKeyRecord Parse(ReadOnlySpan<byte> json, string tenantId)
    {
        try
        {
            var record = JsonSerializer.Deserialize(json, DataKeyJson.Default.DataKeyRecord);
            return record is { DestroyedAt: not null } or { Generations.Count: > 0 }
                ? record
                : throw new VaultException($"The data keys of tenant {tenantId} are damaged in the store.");
        }
        catch (JsonException e)
        {
            throw new VaultException($"The data keys of tenant {tenantId} are damaged in the store.", e);
        }
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, DataKeyJson.Default.DataKeyRecord);
}

/// <summary>One data key, wrapped.</summary>
internal sealed record DataKeyGeneration
{
    public required uint Id { get; init; }

    public required string Kek { get; init; }

    public required byte[] Wrapped { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DataKeyRecord))]
internal sealed partial class DataKeyJson : JsonSerializerContext;
