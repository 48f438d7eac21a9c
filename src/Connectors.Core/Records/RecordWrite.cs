namespace Connectors.Core.Records;

/// <summary>One change of a batch, with the condition under which it is made.</summary>
public abstract record RecordWrite
{
    private RecordWrite()
    {
    }

    /// <summary>Name of the record that is changed.</summary>
    public abstract RecordKey Key { get; }

    /// <summary>Writes a new record; its <see cref="StoredRecord.Version"/> is ignored. Condition: there is none of that name.</summary>
    /// <param name="Record">The record.</param>
    public sealed record Add(StoredRecord Record) : RecordWrite
    {
        /// <inheritdoc/>
        public override RecordKey Key => Record.Key;
    }

    /// <summary>Replaces a record. Condition: it has still the version that is given.</summary>
    /// <param name="Record">The new record, with the version of the old one.</param>
    public sealed record Replace(StoredRecord Record) : RecordWrite
    {
        /// <inheritdoc/>
        public override RecordKey Key => Record.Key;
    }

    /// <summary>Removes a record.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Version">Condition: it has still this version; null: none, and it may be gone already.</param>
    public sealed record Remove(RecordKey Name, long? Version = null) : RecordWrite
    {
        /// <inheritdoc/>
        public override RecordKey Key => Name;
    }
}
