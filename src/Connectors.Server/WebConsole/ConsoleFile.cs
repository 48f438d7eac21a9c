using System.Security.Cryptography;

namespace Connectors.Server.WebConsole;

/// <summary>A file of the page, as it is sent.</summary>
/// <param name="Content">All of it.</param>
/// <param name="ContentType">Its type.</param>
/// <param name="Tag">Changes with it.</param>
internal sealed record ConsoleFile(ReadOnlyMemory<byte> Content, string ContentType, string Tag)
{
    private const string Prefix = "console/";

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    /// <summary>All files of the page by their names; they are in the assembly.</summary>
    public static IReadOnlyDictionary<string, ConsoleFile> All()
    {
        var assembly = typeof(ConsoleFile).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[Prefix.Length..], name => Read(assembly.GetManifestResourceStream(name)!, name));
    }

    private static ConsoleFile Read(Stream stream, string name)
    {
        using (stream)
        {
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return new(content, Types[Path.GetExtension(name)], $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\"");
        }
    }
}
