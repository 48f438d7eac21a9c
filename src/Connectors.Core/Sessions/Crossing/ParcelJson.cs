using System.Text.Json.Serialization;
using Connectors.Core.Rooms.Messages;
using Connectors.Core.Transcripts;
using Connectors.Core.Vault;

namespace Connectors.Core.Sessions.Crossing;

/// <summary>
/// What may be in a parcel. Nodes of two neighbouring versions read each other's: members are added, never renamed, and nullable: one
/// that an older version didn't write has no value, whatever its declaration says.
/// </summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, Converters = [typeof(SecretConverter), typeof(PlainValueConverter)])]
[JsonSerializable(typeof(SessionSpecification))]
[JsonSerializable(typeof(SessionStart))]
[JsonSerializable(typeof(SessionSnapshot))]
[JsonSerializable(typeof(SessionEnd))]
[JsonSerializable(typeof(RoomCommand))]
[JsonSerializable(typeof(CommandOutcome))]
[JsonSerializable(typeof(TranscriptDocument))]
[JsonSerializable(typeof(IReadOnlyList<SessionEventEntry>))]
internal sealed partial class ParcelJson : JsonSerializerContext;
