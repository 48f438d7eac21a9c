namespace Connectors.Integration.Tests.Providers;

/// <summary>What a tenant may get wrong, or run out of, at a provider.</summary>
internal enum BadInput
{
    /// <summary>A key that the provider doesn't know.</summary>
    WrongKey,

    /// <summary>An account without credit.</summary>
    NoQuota,

    /// <summary>An agent, model or voice that the provider doesn't have.</summary>
    UnknownAgent,

    /// <summary>Audio in a format that can't be spoken or heard here.</summary>
    WrongFormat,

    /// <summary>The longest time of a conversation.</summary>
    ProviderLimit,
}
