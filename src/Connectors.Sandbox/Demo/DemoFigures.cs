using System.Text.Json.Serialization;

namespace Connectors.Sandbox.Demo;

/// <summary>What one conversation brought, in the shape of <c>--json</c>. Times in milliseconds; null where it did not happen.</summary>
/// <param name="Ok">Whether nothing was missing.</param>
/// <param name="Missing">What was missing.</param>
/// <param name="TellsTexts">Whether the provider tells what is said; else no text is missing.</param>
/// <param name="End">How the session ended.</param>
/// <param name="AddedUpMs">
/// User's microphone to provider: onset of each sound at the provider's socket less the same onset at a bare listener in the room.
/// </param>
/// <param name="Turns">The agent's turns with audio.</param>
/// <param name="Interruptions">Interruptions in order.</param>
internal sealed record DemoFigures(
    [property: JsonPropertyName("ok")] bool Ok,
    [property: JsonPropertyName("missing")] IReadOnlyList<string> Missing,
    [property: JsonPropertyName("tells_texts")] bool TellsTexts,
    [property: JsonPropertyName("end")] DemoEnd? End,
    [property: JsonPropertyName("added_up_ms")] Percentiles? AddedUpMs,
    [property: JsonPropertyName("turns")] IReadOnlyList<DemoTurn> Turns,
    [property: JsonPropertyName("interruptions")] IReadOnlyList<DemoInterruption> Interruptions)
{
    /// <summary>Of a conversation that could not be held at all.</summary>
    /// <param name="why">Why.</param>
    public static DemoFigures OfNothing(string why) => new(false, [$"the conversation: {why}"], true, null, null, [], []);
}
