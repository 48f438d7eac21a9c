using System.Text.Json;

namespace Connectors.Core.Sessions.Keeping;

/// <summary>
/// The one JSON form of a session's events, in the event stream, in the store and wherever else they are shown: one flat object
/// with <c>type</c>, <c>sequence</c> and <c>at</c> (docs/07-sessions-and-events.md).
/// </summary>
public static class SessionEventJson
{
    /// <summary>The event as UTF-8 JSON, without line breaks.</summary>
    /// <param name="entry">The event.</param>
    public static byte[] Write(SessionEventEntry entry) => JsonSerializer.SerializeToUtf8Bytes(entry, KeepingTypes.All.SessionEventEntry);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <exception cref="JsonException">It is something else.</exception>
    public static SessionEventEntry Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, KeepingTypes.All.SessionEventEntry)
            ?? throw new JsonException("An event is an object.");

    /// <summary>The event's <c>type</c>, such as <c>user.said</c>.</summary>
    /// <param name="e">The event.</param>
    public static string TypeOf(SessionEvent e) => Types[e.GetType()];

    /// <summary>Every type there is.</summary>
    public static IReadOnlyDictionary<Type, string> Types { get; } = KeepingTypes.All.SessionEvent.PolymorphismOptions!.DerivedTypes
        .ToDictionary(derived => derived.DerivedType, derived => (string)derived.TypeDiscriminator!);
}
