namespace Connectors.Server.LiveAvatarApi.Wire;

/// <summary>What is wrong with one member, in FastAPI's words.</summary>
/// <param name="Place">Where it stands, such as <c>body</c>, <c>elevenlabs_agent_config</c>, <c>agent_id</c>.</param>
/// <param name="Type">Kind of the fault, such as <c>missing</c>.</param>
/// <param name="Message">For people.</param>
internal sealed record FieldFault(IReadOnlyList<string> Place, string Type, string Message);
