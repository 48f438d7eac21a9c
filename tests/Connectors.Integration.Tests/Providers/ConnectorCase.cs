namespace Connectors.Integration.Tests.Providers;

/// <summary>
/// One row of the contract tests: a connector with its sandbox. To add a connector, derive from this and <see cref="FarSide"/>
/// and name it in <see cref="ConnectorCases"/>.
/// </summary>
internal abstract class ConnectorCase : IAsyncDisposable
{
    /// <summary>Limit of the connector for a peer that stops reading, in these tests.</summary>
    public static readonly TimeSpan StallTimeout = TimeSpan.FromSeconds(2);

    public abstract IConnector Connector { get; }

    /// <summary>Settings and secret that are good for the sandbox.</summary>
    public abstract ConnectorSetup Setup { get; }

    /// <summary>Texts that must never be told: the secret and what was derived from it so far.</summary>
    public abstract IReadOnlyList<string> Secrets { get; }

    /// <summary>Messages that are wrong in the provider's own language (types, fields, base64, ids); malformed JSON is added.</summary>
    public abstract IReadOnlyList<string> BadMessages { get; }

    /// <summary>Starts the sandbox with an agent that says nothing by itself.</summary>
    public abstract Task StartAsync();

    /// <summary>From now on the sandbox takes connections but never begins a conversation.</summary>
    public abstract void NeverBegin();

    /// <summary>From now on the sandbox refuses conversations.</summary>
    public abstract void Refuse();

    /// <summary>From now on the sandbox is to meet this; null where its provider has no refusal of the kind.</summary>
    public abstract BadInputTrial? Try(BadInput input);

    /// <summary>The provider's side of the conversation opened last.</summary>
    public abstract Task<FarSide> FarSideAsync();

    /// <summary>Prepares a conversation with a peer that is no sandbox, to count allocations.</summary>
    public abstract AgentPreparation PrepareFor(Uri peer);

    /// <summary>What that peer sends so that the conversation is ready.</summary>
    public abstract IReadOnlyList<string> OpeningOfPeer { get; }

    /// <summary>One audio message of that peer, always of the same turn.</summary>
    public abstract (byte[] Message, bool IsText) AudioOfPeer(byte[] audio);

    public abstract ValueTask DisposeAsync();
}
