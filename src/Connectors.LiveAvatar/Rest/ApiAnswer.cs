using System.Text.Json;
using Connectors.Core.Avatars;

namespace Connectors.LiveAvatar.Rest;

/// <summary>What a call brought: the envelope's data, or a failure.</summary>
/// <param name="Document">Owns the data; disposed by whoever reads it.</param>
/// <param name="Data">The envelope's data; undefined with a failure.</param>
/// <param name="Failure">Why there is none, or null.</param>
internal readonly record struct ApiAnswer(JsonDocument? Document, JsonElement Data, AvatarFailure? Failure);
