using Connectors.Core.Sessions;

namespace Connectors.Storage.Sqlite;

/// <summary>A row as it was read: what is not sealed, and the box with the rest.</summary>
/// <param name="Id">The session's id.</param>
/// <param name="Created">As it stands in the row, also if it is no time.</param>
/// <param name="Updated">Likewise.</param>
/// <param name="Record">What is not sealed, or null if it can't be read.</param>
/// <param name="Box">The rest.</param>
internal sealed record SessionRow(string Id, long Created, long Updated, SessionRecord? Record, byte[] Box)
{
    /// <summary>The id only.</summary>
    public override string ToString() => Id;
}
