using System.Diagnostics.CodeAnalysis;
using StackExchange.Redis;

namespace Connectors.Storage.Redis;

/// <summary>Reads answers. The one place that differs by the client's version: 1.2.6 says nothing of null, later ones do.</summary>
[SuppressMessage("Style", "IDE0370", Justification = "Needed with the current version of the client.")]
internal static class RedisAnswers
{
    /// <summary>The parts of an answer that is a list of answers.</summary>
    public static RedisResult[] Parts(RedisResult answer) => (RedisResult[])answer!;

    /// <summary>The parts of an answer that is a list of values.</summary>
    public static RedisValue[] Values(RedisResult answer) => (RedisValue[])answer!;

    /// <summary>A value's text; empty where there is none.</summary>
    public static string Text(RedisValue value) => (string?)value ?? string.Empty;

    /// <summary>A value's text, or null where there is none or an empty one.</summary>
    public static string? TextOrNull(RedisValue value) => (string?)value is { Length: > 0 } text ? text : null;
}
