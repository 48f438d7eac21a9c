using Connectors.Testing;

namespace Connectors.Tests.Conventions;

/// <summary>The repository around the running tests: its root, its files, its parsed sources.</summary>
internal static class Repository
{
    public static string Root => RepositoryRoot.Folder;

    private static readonly string[] NotOurs =
        ["artifacts", "node_modules", "demo-out", "bin", "obj", "TestResults", ".git", ".vs", ".idea"];

    private static readonly string[] TextEndings =
    [
        ".cs", ".csproj", ".sln", ".props", ".targets", ".json", ".md", ".mjs", ".js", ".html", ".css", ".txt", ".sh", ".yml", ".yaml",
        ".xml", ".editorconfig", ".gitignore", ".proto",
    ];

    private static readonly Lazy<IReadOnlyList<string>> AllFiles = new(() => [.. Walk(Root).Order(StringComparer.Ordinal)]);

    private static readonly Lazy<IReadOnlyList<SourceFile>> AllSources =
        new(() => [.. Files(".cs").Select(path => new SourceFile(path, Read(path)))]);

    /// <summary>All C# sources under src/ and tests/, parsed.</summary>
    public static IReadOnlyList<SourceFile> Sources => AllSources.Value;

    /// <summary>Paths from the root with forward slashes.</summary>
    public static IEnumerable<string> Files(string ending) =>
        AllFiles.Value.Where(path => path.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>All files that people read and write: known endings, and scripts without one.</summary>
    public static IEnumerable<string> TextFiles =>
        AllFiles.Value.Where(path => path.StartsWith(".ci/", StringComparison.Ordinal)
            || TextEndings.Contains(Path.GetExtension(path), StringComparer.Ordinal));

    public static bool Exists(string path) => Path.Exists(FullPath(path));

    public static string Read(string path) => File.ReadAllText(FullPath(path));

    public static string FullPath(string path) => Path.GetFullPath(path, Root);

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            yield return Path.GetRelativePath(Root, file).Replace('\\', '/');
        }

        foreach (var inner in Directory.EnumerateDirectories(folder).Where(inner => !NotOurs.Contains(Path.GetFileName(inner))))
        {
            foreach (var file in Walk(inner))
            {
                yield return file;
            }
        }
    }
}
