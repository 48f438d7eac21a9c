using Connectors.Core.Tenancy;

namespace Connectors.Core.Sessions;

/// <summary>The connectors of a session's agents.</summary>
/// <param name="Main">Its agent's, or null: it has no agent.</param>
/// <param name="Fallback">Its fallback's, or null: nobody goes on for its agent.</param>
internal sealed record SessionConnectors(IConnector? Main, IConnector? Fallback)
{
    /// <summary>Finds them; null: the agent's is missing here. A missing fallback is none.</summary>
    public static SessionConnectors? Find(ConnectorCatalog catalog, SessionSpecification session)
    {
        IConnector? main = null;
        if (session.ConnectorId is { } id && !catalog.TryFind(id, out main))
        {
            return null;
        }

        return new(main, catalog.TryFind(session.Fallback?.ConnectorId, out var fallback) ? fallback : null);
    }
}
