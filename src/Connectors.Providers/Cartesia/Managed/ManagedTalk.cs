using Connectors.Providers.Cartesia.Managed.Settings;

namespace Connectors.Providers.Cartesia.Managed;

/// <summary>What a conversation is opened with.</summary>
/// <param name="Settings">The voice agent's.</param>
/// <param name="Agent">The agent, as far as it was read.</param>
internal sealed record ManagedTalk(CartesiaManagedSettings Settings, ManagedAgent Agent)
{
    /// <summary>What this conversation can do.</summary>
    public AgentCapabilities Capabilities => CartesiaManagedConnector.Best with
    {
        SuppressesGreeting = Agent.WaitsForTheUser,
        MaximumConnectionTime = Settings.ConnectionLimit,
    };

    public override string ToString() => nameof(ManagedTalk);
}
