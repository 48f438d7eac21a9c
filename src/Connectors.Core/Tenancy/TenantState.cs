namespace Connectors.Core.Tenancy;

/// <summary>Whether a tenant may do anything.</summary>
public enum TenantState
{
    /// <summary>All it has a right to.</summary>
    Active,

    /// <summary>Its keys are refused; running sessions go on to their end.</summary>
    Suspended,

    /// <summary>It is being deleted; its data key is destroyed or will be at the next attempt.</summary>
    Deleting,
}
