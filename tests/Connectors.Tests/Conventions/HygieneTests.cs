namespace Connectors.Tests.Conventions;

public sealed class HygieneTests
{
    // Spelled in two parts, so that this file keeps to its own rule.
    private const string Web = "https:" + "//";
    private const string Versions =
        """
        <Project>
          <PackageVersion Include="A" Version="1.2.3" /><GlobalPackageReference Include="G" Version="4.5.6" />
        </Project>
        """;

    [Fact]
    public void Files_OfTheRepository_NameNoRegistryAndNoMachine() =>
        Convention.Hold("address", Repository.TextFiles.SelectMany(path => Hygiene.Addresses(path, Repository.Read(path))));

    [Fact]
    public void LockFiles_OfAllProjects_AreThereAndCurrent()
    {
        var versions = Repository.Read("Directory.Packages.props");

        Convention.Hold("lock-file", Repository.Files(".csproj").SelectMany(project =>
        {
            var locked = project[..(project.LastIndexOf('/') + 1)] + "packages.lock.json";
            var content = Repository.Exists(locked) ? Repository.Read(locked) : null;
            return Hygiene.LockFile(project, Repository.Read(project), versions, content);
        }));
    }

    [Fact]
    public void Solution_OfTheRepository_HoldsAllProjects()
    {
        var solution = Repository.Read("Connectors.sln").Replace('\\', '/');

        Assert.All(Repository.Files(".csproj"), project => Assert.Contains($"\"{project}\"", solution, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Web + "api.nuget.org/v3/index.json", 1)]
    [InlineData(Web + "registry.example.com/livekit", 1)]
    [InlineData("\"resolved\": \"" + Web + "example.com/a.tgz\"", 1)]
    [InlineData("\"resolved\": \"1.2.3\"", 0)]
    [InlineData(Web + "docs.livekit.io/home", 0)]
    [InlineData("cd /" + "home/me/connectors", 1)]
    [InlineData("cd /" + "tmp/x", 1)]
    [InlineData("C:" + "\\Users", 1)]
    [InlineData("mounted at /liveavatar", 0)]
    [InlineData("see ~/work/x and src/home/x", 0)]
    public void AddressRule_OnALine_FindsRegistriesAndMachines(string line, int count) =>
        Assert.Equal(count, Hygiene.Addresses("a.md", line).Count());

    [Theory]
    [InlineData("\"A\": { \"type\": \"Direct\", \"requested\": \"[1.2.3, )\" }, \"b\": { \"type\": \"Project\" },", 0)]
    [InlineData("\"A\": { \"type\": \"Direct\", \"requested\": \"[1.2.2, )\" }, \"b\": { \"type\": \"Project\" },", 1)]
    [InlineData("\"A\": { \"type\": \"Transitive\", \"resolved\": \"1.2.3\" }, \"b\": { \"type\": \"Project\" },", 1)]
    [InlineData("\"A\": { \"type\": \"Direct\", \"requested\": \"[1.2.3, )\" },", 1)]
    [InlineData("", 2)]
    public void LockRule_OnALockFile_FindsWhatIsStale(string entries, int count)
    {
        const string Project = "<Project><PackageReference Include=\"A\" /><ProjectReference Include=\"../B/B.csproj\" /></Project>";
        var locked =
            $$"""{ "dependencies": { "net10.0": { {{entries}} "G": { "type": "Direct", "requested": "[4.5.6, )" } } } }""";

        Assert.Equal(count, Hygiene.LockFile("src/A/A.csproj", Project, Versions, locked).Count());
    }

    [Fact]
    public void LockRule_WithoutALockFile_Finds() =>
        Assert.Single(Hygiene.LockFile("src/A/A.csproj", "<Project />", Versions, null));
}
