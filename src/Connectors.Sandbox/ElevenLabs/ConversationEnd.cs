namespace Connectors.Sandbox.ElevenLabs;

/// <summary>How a conversation ended, as the sandbox saw it.</summary>
/// <param name="Code">Close code; 0 if the connection broke.</param>
/// <param name="Reason">Close reason.</param>
/// <param name="ByClient">Whether the client closed it.</param>
internal sealed record ConversationEnd(int Code, string Reason, bool ByClient);
