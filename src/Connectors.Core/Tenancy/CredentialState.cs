namespace Connectors.Core.Tenancy;

/// <summary>What is known of a credential's use.</summary>
public enum CredentialState
{
    /// <summary>Its provider was not asked, or did not answer.</summary>
    Unchecked,

    /// <summary>Its provider accepted it when last asked.</summary>
    Working,

    /// <summary>Its provider refused it when last asked, or in a session.</summary>
    Failing,
}
