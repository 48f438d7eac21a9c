using Connectors.Core.Sessions;

namespace Connectors.Core.Bridging;

/// <summary>Somebody outside wants the session to end.</summary>
internal sealed record EndRequest(SessionEnd End);
