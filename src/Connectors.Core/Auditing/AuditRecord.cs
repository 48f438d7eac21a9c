using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Connectors.Core.Records;
using Connectors.Core.Vault;

namespace Connectors.Core.Auditing;

/// <summary>An entry as it is kept.</summary>
internal sealed record AuditRecord
{
    public const string HeadId = "head";

    public required long Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Actor { get; init; }

    public required string Action { get; init; }

    public required string Subject { get; init; }

    public required string Outcome { get; init; }

    public string? From { get; init; }

    public required string Key { get; init; }

    public required string Previous { get; init; }

    public string Mac { get; init; } = string.Empty;

    public static RecordKey KeyOf(string tenantId, long sequence) => new(RecordKinds.AuditEntry, tenantId, IdOf(sequence));

    public static RecordKey HeadOf(string tenantId) => new(RecordKinds.AuditHead, tenantId, HeadId);

    /// <summary>Padded, so that the order of ids is the order of numbers.</summary>
    public static string IdOf(long sequence) => sequence.ToString("D19", CultureInfo.InvariantCulture);

    public static AuditRecord? Parse(ReadOnlySpan<byte> json) => Parse(json, AuditJson.Default.AuditRecord);

    public static AuditHead? ParseHead(ReadOnlySpan<byte> json) => Parse(json, AuditJson.Default.AuditHead);

    public static byte[] ToJson(AuditHead head) => JsonSerializer.SerializeToUtf8Bytes(head, AuditJson.Default.AuditHead);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, AuditJson.Default.AuditRecord);

    public AuditRecord SignedWith(DerivedKey key, string tenantId) => this with { Mac = MacWith(key, tenantId) };

    public string MacWith(DerivedKey key, string tenantId) => Convert.ToHexString(HMACSHA256.HashData(key.Value.Span, Content(tenantId)));

    public AuditEntry ToEntry(string tenantId) => new()
    {
        Sequence = Sequence,
        At = At,
        Event = new AuditEvent
        {
            TenantId = tenantId,
            Actor = Actor,
            Action = Action,
            Subject = Subject,
            Outcome = Outcome,
            From = From,
        },
        KeyId = Key,
        PreviousMac = Previous,
        Mac = Mac,
    };

    // Each with its length before it, so that no two entries come out the same; -1 is what isn't there.
    private byte[] Content(string tenantId)
    {
        using var content = new MemoryStream();
        Span<byte> number = stackalloc byte[sizeof(long)];
        foreach (var value in new[] { 1L, Sequence, At.UtcTicks })
        {
            BinaryPrimitives.WriteInt64BigEndian(number, value);
            content.Write(number);
        }

        foreach (var text in new[] { tenantId, Actor, Action, Subject, Outcome, From, Key, Previous })
        {
            var bytes = Encoding.UTF8.GetBytes(text ?? string.Empty);
            BinaryPrimitives.WriteInt64BigEndian(number, text is null ? -1 : bytes.Length);
            content.Write(number);
            content.Write(bytes);
        }

        return content.ToArray();
    }

    private static T? Parse<T>(ReadOnlySpan<byte> json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(AuditRecord))]
[JsonSerializable(typeof(AuditHead))]
internal sealed partial class AuditJson : JsonSerializerContext;
