namespace Connectors.Testing;

/// <summary>The repository around the running tests.</summary>
internal static class RepositoryRoot
{
    /// <summary>Its root folder.</summary>
    public static string Folder { get; } = Find();

    /// <summary>The full path of a file in it.</summary>
    /// <param name="path">Path from the root.</param>
    public static string PathOf(string path) => Path.GetFullPath(path, Folder);

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Connectors.sln")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException("The tests don't run inside the repository: no Connectors.sln above them.");
    }
}
