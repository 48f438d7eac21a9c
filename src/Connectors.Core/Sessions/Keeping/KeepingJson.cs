using System.Text.Json.Serialization;

namespace Connectors.Core.Sessions.Keeping;

/// <summary>How what is kept of sessions is written.</summary>
[JsonSerializable(typeof(SessionEventEntry))]
[JsonSerializable(typeof(SessionEvent))]
[JsonSerializable(typeof(KeptEvent))]
[JsonSerializable(typeof(KeptTranscript))]
[JsonSerializable(typeof(UsageRecord))]
internal sealed partial class KeepingJson : JsonSerializerContext;
