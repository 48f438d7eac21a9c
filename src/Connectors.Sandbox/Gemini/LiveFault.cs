using System.Globalization;

namespace Connectors.Sandbox.Gemini;

/// <summary>How Gemini tells of an error: it closes.</summary>
/// <param name="Status">Close status.</param>
/// <param name="Reason">For people.</param>
internal sealed record LiveFault(int Status, string Reason)
{
    public static LiveFault Invalid { get; } = new(1007, "Request contains an invalid argument.");

    public static LiveFault BadKey { get; } = new(1007, "API key not valid. Please pass a valid API key.");

    public static LiveFault Unknown(string name, string path) =>
        new(1007, $"Invalid JSON payload received. Unknown name \"{name}\" at '{path}': Cannot find field.");

    /// <summary>Reads <c>CODE:REASON</c>.</summary>
    /// <exception cref="UsageException">It is something else.</exception>
    public static LiveFault? Parse(string option, string? text)
    {
        var parts = text?.Split(':', 2);
        return parts is null ? null
            : int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 1000 and < 5000
                ? new(status, parts.Length > 1 ? parts[1] : string.Empty)
                : throw new UsageException($"{option} must be CODE or CODE:REASON, such as 1011:Internal error.");
    }
}
