using System.Diagnostics;

namespace Connectors;

/// <summary>
/// The value of a credential. It has no text form, so that it can't reach a log line, a trace or an exception by accident;
/// whoever sends it calls <see cref="Reveal"/>.
/// </summary>
/// <param name="value">The value.</param>
[DebuggerDisplay("(secret)")]
public sealed class Secret(string value)
{
    /// <summary>A secret without a value, for connectors that need none.</summary>
    public static Secret None { get; } = new(string.Empty);

    /// <summary>Whether there is no value.</summary>
    public bool IsEmpty => value.Length == 0;

    /// <summary>The value, for the one place that sends it.</summary>
    public string Reveal() => value;

    /// <summary>Always the same text, never the value.</summary>
    public override string ToString() => "(secret)";
}
