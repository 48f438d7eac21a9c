using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Demo;

/// <summary>A provider's sandbox, as the demo needs it.</summary>
internal interface IDemoAgent : IAsyncDisposable
{
    /// <summary>Id of the connector that speaks to it.</summary>
    string ConnectorId { get; }

    /// <summary>Settings and secret by which the connector reaches it.</summary>
    ConnectorSetup Setup { get; }

    /// <summary>Whether its provider tells what is said. Default true.</summary>
    bool TellsTexts => true;

    /// <summary>When the user's audio arrived, of all conversations.</summary>
    AudioArrivals Arrivals { get; }

    /// <summary>Its conversations so far, oldest first.</summary>
    IReadOnlyList<HeardConversation> Conversations { get; }
}
