using System.Text.Json;
using System.Text.Json.Serialization;

namespace Connectors.Server.Api;

/// <summary>An enum as snake-case text; numbers are refused.</summary>
/// <typeparam name="T">The enum.</typeparam>
internal sealed class SnakeCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
