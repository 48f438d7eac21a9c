namespace Connectors.Core.Records;

/// <summary>What no store takes. Every store asks here first, so that all refuse the same in the same words.</summary>
public static class RecordLimits
{
    /// <summary>Longest id, tag, kind and tenant id, in characters.</summary>
    public const int NameCharacters = 200;

    /// <summary>Largest body, in bytes.</summary>
    public const int BodyBytes = 4_000_000;

    /// <summary>Most changes in a batch.</summary>
    public const int Writes = 1_000;

    /// <summary>Most records that one call reads.</summary>
    public const int Results = 1_000;

    /// <summary>Whether a record can have this name at all.</summary>
    /// <param name="key">The name.</param>
    public static bool IsPossible(RecordKey key) =>
        ProblemOf(key.Kind) is null && (key.TenantId is "" || ProblemOf(key.TenantId) is null) && ProblemOf(key.Id) is null;

    /// <summary>Checks a batch.</summary>
    /// <param name="writes">The changes.</param>
    /// <exception cref="ArgumentException">They are too many, too large, badly named, or two are of one record.</exception>
    public static void Check(IReadOnlyList<RecordWrite> writes)
    {
        if (writes.Count > Writes)
        {
            throw new ArgumentException($"A batch has up to {Writes} changes, not {writes.Count}.", nameof(writes));
        }

        HashSet<RecordKey> names = [];
        foreach (var write in writes)
        {
            Check(write);
            if (!names.Add(write.Key))
            {
                throw new ArgumentException($"A batch changes a record once, but {write.Key} twice.", nameof(writes));
            }
        }
    }

    /// <summary>Checks how many records are asked for.</summary>
    /// <param name="limit">So many.</param>
    /// <exception cref="ArgumentOutOfRangeException">Too few or too many.</exception>
    public static void CheckLimit(int limit)
    {
        if (limit is < 1 or > Results)
        {
            throw new ArgumentOutOfRangeException(nameof(limit), limit, $"1 to {Results} records can be asked for.");
        }
    }

    /// <summary>Checks what is to be removed.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="kind">What, or null.</param>
    /// <param name="tag">With which tag, or null.</param>
    /// <exception cref="ArgumentException">A tag without a kind: tags of different kinds have nothing to do with each other.</exception>
    public static void CheckRemoval(string tenantId, string? kind, string? tag)
    {
        ArgumentNullException.ThrowIfNull(tenantId);
        if (kind is null && tag is not null)
        {
            throw new ArgumentException("A tag says nothing without a kind.", nameof(tag));
        }
    }

    private static void Check(RecordWrite write)
    {
        CheckName("kind", write.Key.Kind);
        CheckName("id", write.Key.Id);
        if (write.Key.TenantId is not RecordKey.Operator)
        {
            CheckName("tenant id", write.Key.TenantId);
        }

        switch (write)
        {
            case RecordWrite.Add add:
                CheckContent(add.Record);
                break;
            case RecordWrite.Replace replace:
                CheckContent(replace.Record);
                break;
        }
    }

    private static void CheckContent(StoredRecord record)
    {
        if (record.Tag is not null)
        {
            CheckName("tag", record.Tag);
        }

        if (record.Body.Length > BodyBytes)
        {
            throw new ArgumentException($"The body of {record.Key} has {record.Body.Length} bytes, more than {BodyBytes}.");
        }
    }

    private static void CheckName(string what, string? name)
    {
        if (ProblemOf(name) is { } problem)
        {
            throw new ArgumentException($"The {what} of a record {problem}.");
        }
    }

    // Stores keep names as UTF-8: half a surrogate pair would become another character, and so another record's name.
    private static string? ProblemOf(string? name) => name switch
    {
        null or "" => "must not be empty",
        { Length: > NameCharacters } => $"has {name.Length} characters, more than {NameCharacters}",
        _ when name.Contains('\0', StringComparison.Ordinal) => "holds a zero character",
        _ when name.EnumerateRunes().Any(rune => rune.Value == 0xFFFD) => "is not well-formed text",
        _ => null,
    };
}
