using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.OpenAI;

/// <summary>What a response is going to consist of.</summary>
/// <param name="Parts">In order.</param>
/// <param name="Delay">Time the model thinks first.</param>
internal sealed record ResponsePlan(IReadOnlyList<ResponsePlan.Part> Parts, TimeSpan Delay)
{
    /// <summary>One output item.</summary>
    internal abstract record Part;

    /// <summary>Something said.</summary>
    /// <param name="Reply">How it sounds.</param>
    /// <param name="Text">What it is.</param>
    internal sealed record Speech(AgentReply Reply, string Text) : Part;

    /// <summary>A function called.</summary>
    /// <param name="CallId">Id of the call.</param>
    /// <param name="Name">The function.</param>
    /// <param name="ArgumentsJson">Its arguments.</param>
    internal sealed record Call(string CallId, string Name, string ArgumentsJson) : Part;
}
