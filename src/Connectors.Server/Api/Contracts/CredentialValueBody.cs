namespace Connectors.Server.Api.Contracts;

/// <summary>A credential's new value.</summary>
/// <param name="Value">The value; never told again.</param>
/// <param name="SkipCheck">Store it without asking the provider.</param>
internal sealed record CredentialValueBody(string? Value = null, bool SkipCheck = false)
{
    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(CredentialValueBody);
}
