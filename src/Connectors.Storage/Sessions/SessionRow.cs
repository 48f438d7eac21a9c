namespace Connectors.Storage.Sessions;

/// <summary>A row as it was read: what is not sealed, and the box with the rest.</summary>
/// <param name="Fields">What is not sealed.</param>
/// <param name="Box">The rest.</param>
internal sealed record SessionRow(SessionFields Fields, byte[] Box)
{
    /// <summary>The id only.</summary>
    public override string ToString() => Fields.Id;
}
