namespace Connectors.Providers;

/// <summary>Keys that go into an HTTP header.</summary>
internal static class HeaderKeys
{
    /// <summary>Whether the secret can be sent in a header at all.</summary>
    public static bool IsKey(Secret secret) => !secret.IsEmpty && secret.Reveal().All(static c => c is > ' ' and < '\u007f');
}
