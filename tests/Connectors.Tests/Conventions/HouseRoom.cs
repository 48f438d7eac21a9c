namespace Connectors.Tests.Conventions;

/// <summary>What one project may see.</summary>
/// <param name="Projects">Projects of ours.</param>
/// <param name="Packages">Packages; a trailing star stands for a family.</param>
/// <param name="IsWeb">Whether ASP.NET is there.</param>
internal sealed record HouseRoom(IReadOnlyCollection<string> Projects, IReadOnlyCollection<string> Packages, bool IsWeb = false)
{
    public bool MayUse(string package) => Packages.Any(
        allowed => allowed.EndsWith('*') ? package.StartsWith(allowed[..^1], StringComparison.Ordinal) : package == allowed);
}
