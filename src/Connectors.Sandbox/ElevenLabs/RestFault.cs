namespace Connectors.Sandbox.ElevenLabs;

/// <summary>What a REST call answers instead of its document.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Detail"><c>detail.status</c> of the body; null makes the detail a list, as with 422.</param>
/// <param name="Body">The whole body instead, to answer nonsense.</param>
internal sealed record RestFault(int Status, string? Detail, string? Body = null);
