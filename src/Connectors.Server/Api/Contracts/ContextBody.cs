namespace Connectors.Server.Api.Contracts;

/// <summary>Something that the agent should know without answering it.</summary>
/// <param name="Text">1 to 10,000 characters.</param>
/// <param name="Key">A later note of the same key replaces this one, where the provider can do that.</param>
internal sealed record ContextBody(string? Text = null, string? Key = null)
{
    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(ContextBody);
}
