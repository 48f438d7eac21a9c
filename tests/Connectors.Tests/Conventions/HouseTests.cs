using System.Reflection;

namespace Connectors.Tests.Conventions;

public sealed class HouseTests
{
    [Fact]
    public void ProjectFiles_OfTheProduct_ReferenceOnlyWhatTheHouseAllows() => Convention.Hold(
        "dependency",
        ProductProjects.SelectMany(path => House.CheckProject(path, Repository.Read(path))));

    [Fact]
    public void Assemblies_OfTheProduct_UseOnlyWhatTheHouseAllows()
    {
        var names = ProductProjects.Select(Path.GetFileNameWithoutExtension).OfType<string>().ToList();

        Assert.Contains("Connectors.Core", names);
        Convention.Hold("dependency", names.SelectMany(name =>
            House.CheckAssembly(name, Assembly.Load(name).GetReferencedAssemblies().Select(reference => reference.Name!))));
    }

    [Fact]
    public void Providers_EachInItsFolder_DoNotNameEachOther()
    {
        var providers = House.ProviderFolders(Repository.Files(".cs")).ToList();

        Convention.Hold("provider-isolation", Repository.Sources
            .Where(file => file.IsIn("src/Connectors.Providers/"))
            .SelectMany(file => House.CheckProvider(file, providers)));
    }

    [Fact]
    public void LiveKitTypes_OfTheNativeLibrary_StayInTheirProject() =>
        Convention.Hold("livekit-types", Repository.Sources.SelectMany(House.CheckLiveKit));

    [Theory]
    [InlineData("Core", "<ProjectReference Include=\"../Connectors.Abstractions/Connectors.Abstractions.csproj\" />", 0)]
    [InlineData("Core", "<ProjectReference Include=\"..\\Connectors.LiveKit\\Connectors.LiveKit.csproj\" />", 1)]
    [InlineData("Providers", "<ProjectReference Include=\"../Connectors.Core/Connectors.Core.csproj\" />", 1)]
    [InlineData("Core", "<PackageReference Include=\"Microsoft.Data.Sqlite\" />", 1)]
    [InlineData("Core", "<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />", 1)]
    [InlineData("Storage", "<PackageReference Include=\"Microsoft.Data.Sqlite\" />", 0)]
    [InlineData("Storage", "<PackageReference Include=\"Microsoft.Data.Sqlite\" Version=\"1.0.0\" />", 1)]
    [InlineData("Attic", "", 1)]
    public void ProjectRule_OnAReference_FindsForbiddenOnes(string project, string item, int count) => Assert.Equal(
        count,
        House.CheckProject(
            $"src/Connectors.{project}/Connectors.{project}.csproj",
            $"<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup>{item}</ItemGroup></Project>").Count());

    [Fact]
    public void ProjectRule_OnAWebProject_FindsItOutsideTheServer() =>
        Assert.Single(House.CheckProject("src/Connectors.Core/Connectors.Core.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\" />"));

    [Theory]
    [InlineData("Connectors.Core", "Connectors.LiveKit", 1)]
    [InlineData("Connectors.Core", "Orleans.Core", 1)]
    [InlineData("Connectors.Core", "Microsoft.AspNetCore.Http", 1)]
    [InlineData("Connectors.Core", "System.Runtime", 0)]
    [InlineData("Connectors.Providers", "Connectors.Core", 1)]
    [InlineData("Connectors.Server", "Microsoft.AspNetCore.Http", 0)]
    public void AssemblyRule_OnAReference_FindsForbiddenOnes(string assembly, string reference, int count) =>
        Assert.Equal(count, House.CheckAssembly(assembly, [reference]).Count());

    [Theory]
    [InlineData("using Connectors.Providers.OpenAI.Wire;", 1)]
    [InlineData("using Connectors.Providers.ElevenLabs.Wire;", 0)]
    [InlineData("class A { Connectors.Providers.OpenAI.OpenAIConnector? c; }", 1)]
    public void ProviderRule_InElevenLabs_FindsOtherProviders(string text, int count) => Assert.Equal(
        count, House.CheckProvider(new("src/Connectors.Providers/ElevenLabs/A.cs", text), ["ElevenLabs", "OpenAI"]).Count());

    [Fact]
    public void ProviderFolders_AmongSharedOnes_AreThoseWithAConnector()
    {
        string[] files =
            ["src/Connectors.Providers/OpenAI/OpenAIConnector.cs", "src/Connectors.Providers/Settings/Reader.cs", "src/A/BConnector.cs"];

        Assert.Equal(["OpenAI"], House.ProviderFolders(files));
    }

    [Fact]
    public void LiveKitRule_OutsideItsProject_Finds()
    {
        Assert.Single(Convention.Found(House.CheckLiveKit, "src/Connectors.Server/A.cs", "using Google.Protobuf;"));
        Assert.Empty(Convention.Found(House.CheckLiveKit, "src/Connectors.LiveKit/A.cs", "using Google.Protobuf;"));
    }

    private static IEnumerable<string> ProductProjects =>
        Repository.Files(".csproj").Where(path => path.StartsWith("src/", StringComparison.Ordinal));
}
