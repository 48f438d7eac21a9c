namespace Connectors.Tests.Conventions;

/// <summary>A test stands where its subject does: tests/Connectors.Tests/Core/Audio mirrors src/Connectors.Core/Audio.</summary>
internal static class TestLayout
{
    private const string Fast = "tests/Connectors.Tests/";

    // Rules about everything, and tests of what tests share.
    private static readonly string[] Apart = [Fast + "Conventions/", Fast + "Shared/"];

    public static IEnumerable<Finding> Check(string path, Func<string, bool> exists)
    {
        if (!path.StartsWith(Fast, StringComparison.Ordinal) || Apart.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)))
        {
            return [];
        }

        var folder = Path.GetDirectoryName(path[Fast.Length..])!.Replace('\\', '/');
        var mirrored = $"src/Connectors.{folder}";
        return folder.Length > 0 && exists(mirrored) ? [] : [new("test-place", path, $"there is no {mirrored} that it could mirror")];
    }
}
