using System.Globalization;
using Connectors.Core.Sessions;
using Connectors.Storage.Sessions;
using StackExchange.Redis;

namespace Connectors.Storage.Redis;

/// <summary>
/// A session as a hash: what is searched for stands in fields, everything else is in the sealed box. Nothing is an empty text.
/// </summary>
internal static class SessionHash
{
    /// <summary>How many digits a time has.</summary>
    public const int TimeDigits = 19;

    /// <summary>Version and fields.</summary>
    public static RedisValue[] Fields { get; } =
        ["v", .. SessionScripts.Fields.Split(", ").Select(name => (RedisValue)name.Trim('\''))];

    /// <summary>What the script takes that writes one.</summary>
    public static IEnumerable<RedisValue> Arguments(SessionRecord record, long? version, byte[] box) =>
    [
        record.Id,
        version?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
        SessionRecord.CurrentSchema,
        record.TenantId,
        record.ConnectorId ?? string.Empty,
        record.AvatarSessionId ?? string.Empty,
        record.Started ? 1 : 0,
        record.StopRequired ? 1 : 0,
        record.StopConfirmed ? 1 : 0,
        Time(record.CreatedAt),
        Time(record.UpdatedAt),
        record.EndedAt is { } ended ? Time(ended) : string.Empty,
        record.State.ToString(),
        record.End?.Result.ToString() ?? string.Empty,
        record.End?.EndedBy.ToString() ?? string.Empty,
        record.End?.Reason ?? string.Empty,
        box,
    ];

    /// <summary>A time as it stands in a field.</summary>
    public static string Time(DateTimeOffset time) => time.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>Reads id, version and fields. What is no number makes the row one that can't be read.</summary>
    public static SessionRow Read(RedisValue[] values) => new(
        new()
        {
            Id = RedisAnswers.Text(values[0]),
            Version = Number(values[1]) ?? 0,
            Schema = Number(values[1]) is null ? long.MaxValue : Number(values[2]) ?? long.MaxValue,
            TenantId = RedisAnswers.Text(values[3]),
            ConnectorId = RedisAnswers.TextOrNull(values[4]),
            AvatarSessionId = RedisAnswers.TextOrNull(values[5]),
            Started = values[6] == "1",
            StopRequired = values[7] == "1",
            StopConfirmed = values[8] == "1",
            Created = Number(values[9]) ?? 0,
            Updated = Number(values[10]) ?? 0,
            Ended = Number(values[11]),
            State = RedisAnswers.TextOrNull(values[12]),
            Result = RedisAnswers.TextOrNull(values[13]),
            Side = RedisAnswers.TextOrNull(values[14]),
            Reason = RedisAnswers.TextOrNull(values[15]),
        },
        (byte[]?)values[16] ?? []);

    private static long? Number(RedisValue value) =>
        long.TryParse((string?)value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
