namespace Connectors.Server.Api.Contracts;

/// <summary>A text that is to be said.</summary>
/// <param name="Text">1 to 10,000 characters.</param>
/// <param name="Voice">In a session without an agent: whose voice.</param>
/// <param name="Mode">Likewise: queue (default) or replace.</param>
internal sealed record SayBody(string? Text = null, VoiceBody? Voice = null, SayMode Mode = SayMode.Queue)
{
    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(SayBody);
}
