using Connectors.Core.Tenancy;

namespace Connectors.Server.Api.Contracts;

/// <summary>A credential as a tenant wants it.</summary>
/// <param name="Name">1 to 255 characters.</param>
/// <param name="Kind">What it opens, such as ELEVENLABS_API_KEY.</param>
/// <param name="Value">The value; never told again.</param>
/// <param name="SkipCheck">Store it without asking the provider.</param>
internal sealed record CredentialBody(string? Name = null, string? Kind = null, string? Value = null, bool SkipCheck = false)
{
    public CredentialDraft ToDraft() => new(Name, Kind, new(Value ?? string.Empty), SkipCheck);

    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(CredentialBody);
}
