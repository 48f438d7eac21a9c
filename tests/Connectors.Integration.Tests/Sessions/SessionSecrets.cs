namespace Connectors.Integration.Tests.Sessions;

/// <summary>Secrets of the sessions under test, each a text that is found nowhere else.</summary>
internal static class SessionSecrets
{
    public const string LiveAvatarKey = "la-key-9f31c7d24b";
}
