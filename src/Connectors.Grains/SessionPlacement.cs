using Orleans.Placement;

namespace Connectors.Grains;

/// <summary>See <see cref="SessionDirector"/>.</summary>
internal sealed class SessionPlacement : PlacementStrategy;

[AttributeUsage(AttributeTargets.Class)]
internal sealed class SessionPlacementAttribute() : PlacementAttribute(new SessionPlacement());
