namespace Connectors.Server.Api.Contracts;

/// <summary>A text for a running session.</summary>
/// <param name="Text">1 to 10,000 characters.</param>
internal sealed record TextBody(string? Text = null)
{
    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(TextBody);
}
