namespace Connectors.Core.Records;

/// <summary>Names one record. Two records of one kind and id but of two tenants are two records.</summary>
/// <param name="Kind">What it is: one of <see cref="RecordKinds"/>.</param>
/// <param name="TenantId">Whose it is; <see cref="Operator"/> for what belongs to the operator.</param>
/// <param name="Id">Its id; within kind and tenant in the order of its UTF-8 bytes. Up to 200 characters.</param>
public readonly record struct RecordKey(string Kind, string TenantId, string Id)
{
    /// <summary>Tenant id of records that belong to no tenant.</summary>
    public const string Operator = "";

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {TenantId}/{Id}";
}
