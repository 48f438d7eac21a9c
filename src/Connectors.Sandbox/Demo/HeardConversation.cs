namespace Connectors.Sandbox.Demo;

/// <summary>A provider's side of one conversation, so far.</summary>
/// <param name="SampleRate">Hz.</param>
/// <param name="Audio">The user's audio: PCM, signed 16-bit little-endian, mono.</param>
/// <param name="Memory">What the agent knows of the conversation, in no particular form.</param>
internal sealed record HeardConversation(int SampleRate, byte[] Audio, string Memory)
{
    /// <summary>Neither what was said nor what was heard.</summary>
    public override string ToString() => nameof(HeardConversation);
}
