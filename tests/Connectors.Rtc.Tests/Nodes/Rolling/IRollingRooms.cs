using System.Text.Json;
using Connectors.Rtc.Tests.Support;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.LiveAvatar;

namespace Connectors.Rtc.Tests.Nodes.Rolling;

/// <summary>Rooms with a user in each, and what of them the nodes have to know.</summary>
internal interface IRollingRooms : IAsyncDisposable
{
    /// <summary>What nodes are told beside.</summary>
    IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Starts LiveAvatar with such rooms, and the agents.</summary>
    Task<StandIns> StartAsync(params (string Connector, AgentScript Script)[] scripts);

    /// <summary>The user of a session comes in.</summary>
    /// <param name="started">What the start answered.</param>
    /// <param name="avatar">The session as LiveAvatar has it.</param>
    Task<IRollingUser> JoinAsync(JsonElement started, SandboxSession avatar);
}
