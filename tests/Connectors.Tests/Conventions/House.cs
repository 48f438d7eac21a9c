using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Connectors.Tests.Conventions;

/// <summary>Who may see whom (docs/01-architecture.md). A project that isn't here has no place in the house yet: give it one.</summary>
internal static partial class House
{
    private static readonly string[] Abstractions = ["Connectors.Abstractions"];
    private static readonly string[] Middle = [.. Abstractions, "Connectors.Core"];

    private static readonly string[] Peers =
    [
        "Connectors.LiveAvatar", "Connectors.LiveKit", "Connectors.Storage", "Connectors.Grains", "Connectors.Providers",
    ];

    // Declarations only: what a library may assume of its host.
    private static readonly string[] Neutral =
    [
        "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions",
        "Microsoft.Extensions.Options",
    ];

    public static IReadOnlyDictionary<string, HouseRoom> Rooms { get; } = new Dictionary<string, HouseRoom>
    {
        ["Connectors.Abstractions"] = new([], []),
        ["Connectors.Core"] = new(Abstractions, Neutral),
        ["Connectors.Providers"] = new(Abstractions, Neutral),
        ["Connectors.LiveAvatar"] = new(Middle, Neutral),
        ["Connectors.LiveKit"] = new(Middle, [.. Neutral, "Google.Protobuf", "Grpc.Tools"]),
        ["Connectors.Storage"] = new(Middle, [.. Neutral, "Microsoft.Data.Sqlite", "SQLitePCLRaw.*", "StackExchange.Redis"]),
        ["Connectors.Grains"] = new(
            Middle, [.. Neutral, "Microsoft.Orleans.*", "Orleans.*", "StackExchange.Redis", "Microsoft.Extensions.Hosting.Abstractions"]),
        ["Connectors.Server"] = new([.. Middle, .. Peers], [.. Neutral, "Microsoft.AspNetCore.*", "OpenTelemetry*"], IsWeb: true),
        ["Connectors.Sandbox"] = new([.. Middle, .. Peers, "Connectors.Server"], [.. Neutral, "Microsoft.AspNetCore.*"], IsWeb: true),
    };

    /// <summary>Checks a project file: its references, and that versions stand in Directory.Packages.props.</summary>
    public static IEnumerable<Finding> CheckProject(string path, string xml)
    {
        var self = Path.GetFileNameWithoutExtension(path);
        if (!Rooms.TryGetValue(self, out var room))
        {
            return [Breach(path, $"{self} has no place in the house (House.cs)")];
        }

        var project = XDocument.Parse(xml);
        var references = Includes(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension).OfType<string>();
        var versions = project.Descendants("PackageReference")
            .Where(package => package.Attribute("Version") is not null || package.Element("Version") is not null);
        var isWeb = project.Root?.Attribute("Sdk")?.Value == "Microsoft.NET.Sdk.Web" || project.Descendants("FrameworkReference").Any();
        return
        [
            .. references.Where(name => !room.Projects.Contains(name)).Select(name => Breach(path, $"references {name}")),
            .. Includes(project, "PackageReference").Where(use => !room.MayUse(use)).Select(use => Breach(path, $"uses {use}")),
            .. versions.Select(_ => Breach(path, "names a version; versions stand in Directory.Packages.props")),
            .. isWeb && !room.IsWeb ? [Breach(path, "references ASP.NET")] : Array.Empty<Finding>(),
        ];
    }

    /// <summary>Checks what a compiled assembly really uses.</summary>
    public static IEnumerable<Finding> CheckAssembly(string name, IEnumerable<string> references)
    {
        var room = Rooms[name];
        return references
            .Where(reference => reference.StartsWith("Connectors.", StringComparison.Ordinal)
                ? !room.Projects.Contains(reference)
                : !IsFramework(reference) && !room.MayUse(reference) && !room.IsWeb)
            .Select(reference => Breach(name, $"uses {reference}"));
    }

    /// <summary>A provider's folder never names another's, in a using or in a qualified name.</summary>
    public static IEnumerable<Finding> CheckProvider(SourceFile file, IReadOnlyCollection<string> providers)
    {
        var own = ProviderPattern().Match(file.Path).Groups[1].Value;
        return file.Root.DescendantNodes().OfType<QualifiedNameSyntax>()
            .Select(name => (Node: (SyntaxNode)name, Other: OtherProvider(name.ToString(), own, providers)))
            .Where(found => found.Other is not null && found.Node.Parent is not QualifiedNameSyntax)
            .Select(found => file.At("provider-isolation", found.Node, $"names {found.Other}"));
    }

    /// <summary>The native library's protocol stays in Connectors.LiveKit, and in the sandbox whose participants use it.</summary>
    public static IEnumerable<Finding> CheckLiveKit(SourceFile file)
    {
        var mayUse = file.IsIn("src/Connectors.LiveKit/", "src/Connectors.Sandbox/", "tests/") || !file.IsProduct;
        return mayUse
            ? []
            : file.Root.DescendantNodes().OfType<UsingDirectiveSyntax>()
                .Where(use => LiveKitPattern().IsMatch(use.Name?.ToString() ?? string.Empty))
                .Select(use => file.At("livekit-types", use, $"uses {use.Name}"));
    }

    /// <summary>A provider's folder is one with a connector in it; beside them may stand what they share.</summary>
    public static IEnumerable<string> ProviderFolders(IEnumerable<string> paths) => paths
        .Where(path => path.EndsWith("Connector.cs", StringComparison.Ordinal))
        .Select(path => ProviderPattern().Match(path)).Where(match => match.Success).Select(match => match.Groups[1].Value).Distinct();

    private static string? OtherProvider(string name, string own, IEnumerable<string> providers) => providers
        .Where(provider => provider != own)
        .FirstOrDefault(provider => $"{name}.".Contains($"Providers.{provider}.", StringComparison.Ordinal));

    private static bool IsFramework(string reference) => reference is "netstandard" or "mscorlib" or "Microsoft.Win32.Primitives"
        || reference.StartsWith("System", StringComparison.Ordinal);

    private static IEnumerable<string> Includes(XDocument project, string element) =>
        project.Descendants(element).Select(e => e.Attribute("Include")?.Value.Replace('\\', '/')).OfType<string>();

    private static Finding Breach(string where, string what) => new("dependency", where, what);

    [GeneratedRegex("^src/Connectors\\.Providers/([A-Z][A-Za-z]+)/")]
    private static partial Regex ProviderPattern();

    [GeneratedRegex(@"^(Google\.Protobuf|Connectors\.LiveKit\.(Protocol|Native|Ffi))(\.|$)")]
    private static partial Regex LiveKitPattern();
}
