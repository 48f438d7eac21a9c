using System.Text.Json.Serialization.Metadata;

namespace Connectors.Core.Records;

/// <summary>How values of one type become records.</summary>
/// <typeparam name="T">What is kept.</typeparam>
/// <param name="Kind">One of <see cref="RecordKinds"/>.</param>
/// <param name="Json">How a value is written.</param>
/// <param name="KeyOf">Tenant and id of a value.</param>
public sealed record RecordShape<T>(string Kind, JsonTypeInfo<T> Json, Func<T, (string TenantId, string Id)> KeyOf)
    where T : class
{
    /// <summary>What else a value is found by; null: nothing.</summary>
    public Func<T, string?>? TagOf { get; init; }

    /// <summary>When something is due with a value; null: never.</summary>
    public Func<T, DateTimeOffset?>? DueOf { get; init; }

    /// <summary>Whether values are secret or personal: their bodies are sealed under the tenant's data key.</summary>
    public bool IsSealed { get; init; }
}
