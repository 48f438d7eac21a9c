using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Connectors.Tests.Conventions;

/// <summary>What must not be committed, and lock files that must be current.</summary>
internal static partial class Hygiene
{
    /// <summary>Addresses of package registries, and paths of somebody's machine.</summary>
    public static IEnumerable<Finding> Addresses(string path, string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (RegistryPattern().Match(lines[i]) is { Success: true } registry)
            {
                yield return new("address", path, $"line {i + 1} names a package registry: {registry.Value}");
            }

            if (MachinePattern().Match(lines[i]) is { Success: true } machine)
            {
                yield return new("address", path, $"line {i + 1} names a path of one machine: {machine.Value}");
            }
        }
    }

    /// <summary>
    /// Compares a project's lock file with what the project and the central versions ask for, because a locked restore only says
    /// NU1004. Remedy: <c>dotnet restore Connectors.sln --force-evaluate</c>.
    /// </summary>
    public static IEnumerable<Finding> LockFile(string project, string xml, string versions, string? locked)
    {
        const string Remedy = "run 'dotnet restore Connectors.sln --force-evaluate' and commit the lock file";
        if (locked is null)
        {
            return [new("lock-file", project, $"has no packages.lock.json; {Remedy}")];
        }

        var central = Committed(versions);
        var wanted = central.Descendants("PackageVersion").Concat(central.Descendants("GlobalPackageReference"))
            .ToDictionary(e => e.Attribute("Include")!.Value, e => Version(central, e.Attribute("Version")!.Value));
        var direct = Includes(Committed(xml), "PackageReference").Concat(Includes(central, "GlobalPackageReference"));
        var entries = Entries(locked);
        var projects = Committed(xml).Descendants("ProjectReference")
            .Where(static reference => reference.Attribute("ReferenceOutputAssembly")?.Value != "false")
            .Select(static reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
        return direct
            .Where(package => entries.GetValueOrDefault(package) != $"Direct [{wanted.GetValueOrDefault(package, "(no version)")}, )")
            .Concat(projects.Where(project => entries.GetValueOrDefault(project)?.StartsWith("Project", StringComparison.Ordinal) != true))
            .Select(missing => new Finding("lock-file", project, $"its lock file does not have {missing}; {Remedy}"));
    }

    // Lock files are those of the edition that needs no property (docs/adr/0003).
    private static XDocument Committed(string xml)
    {
        var project = XDocument.Parse(xml);
        project.Descendants()
            .Where(e => e.Attribute("Condition")?.Value.Contains("'$(ClusterEdition)' == 'true'", StringComparison.Ordinal) == true)
            .Remove();
        return project;
    }

    // A version may stand in a property of the same file, so that the command line can name another.
    private static string Version(XDocument central, string version) => version is ['$', '(', .. var name, ')']
        ? central.Descendants(name).First().Value
        : version;

    private static Dictionary<string, string> Entries(string locked)
    {
        using var json = JsonDocument.Parse(locked);
        var entries = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var framework in json.RootElement.GetProperty("dependencies").EnumerateObject())
        {
            foreach (var entry in framework.Value.EnumerateObject())
            {
                var requested = entry.Value.TryGetProperty("requested", out var text) ? text.GetString() : string.Empty;
                entries[entry.Name] = $"{entry.Value.GetProperty("type").GetString()} {requested}";
            }
        }

        return entries;
    }

    private static IEnumerable<string> Includes(XDocument project, string element) =>
        project.Descendants(element).Select(e => e.Attribute("Include")?.Value.Replace('\\', '/')).OfType<string>();

    [GeneratedRegex(@"https?://[\w.:-]*(nuget|npm|registry|pypi|debian|artifactory|nexus)[\w.:-]*|""resolved""\s*:\s*""http")]
    private static partial Regex RegistryPattern();

    [GeneratedRegex(@"(?<![\w.~>])(/(work|root|home|Users|tmp)/\w|[A-Z]:\\\w)")]
    private static partial Regex MachinePattern();
}
