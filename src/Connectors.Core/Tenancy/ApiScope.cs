namespace Connectors.Core.Tenancy;

/// <summary>What an API key may be used for; each holds what stands before it, but for the operator's, which is apart.</summary>
public enum ApiScope
{
    /// <summary>Reading everything of the tenant that isn't secret.</summary>
    Read,

    /// <summary>Also starting sessions, talking into them and ending them.</summary>
    Sessions,

    /// <summary>Also credentials, voice agents, webhooks and settings.</summary>
    Admin,

    /// <summary>The operator's API, and nothing else.</summary>
    Operator,
}
