using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Connectors.Core.Vault;

/// <summary>A key ring in a file that only its owner may read.</summary>
public static class KeyRingFile
{
    private const string Heading = """
        # Key ring of Connectors: PURPOSE ID VALUE. The last line of a purpose is the current key, older ones open what is old.
        # Whoever has this file and the database has everything; without it the database can't be read. Back it up apart.

        """;

    /// <summary>Makes a ring with one key of each purpose where there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">Dates the ids.</param>
    /// <returns>True if there was none.</returns>
    public static bool Create(string path, TimeProvider time)
    {
        if (File.Exists(path))
        {
            return false;
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        var lines = KeyRing.Purposes.Select(purpose => KeyRing.NewLine(purpose, NewId(purpose, time)));
        var made = WriteApart(path, Heading + string.Concat(lines));
        try
        {
            File.Move(made, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was faster: its keys are the ones.
            File.Delete(made);
            return false;
        }
    }

    /// <summary>Adds a fresh key, which becomes the current one of its purpose.</summary>
    /// <param name="path">The file; it must be there.</param>
    /// <param name="purpose">The purpose.</param>
    /// <param name="time">Dates the id.</param>
    /// <returns>The key's id.</returns>
    /// <exception cref="InvalidDataException">What is in the file can't be read.</exception>
    public static string Append(string path, string purpose, TimeProvider time)
    {
        var text = File.ReadAllText(path);
        KeyRing.Parse(text, path);
        var id = NewId(purpose, time);
        var next = (text.Length == 0 || text.EndsWith('\n') ? text : text + "\n") + KeyRing.NewLine(purpose, id);
        File.Move(WriteApart(path, next), path, overwrite: true);
        return id;
    }

    /// <summary>Whether others than the owner may read the file. Windows has no such modes.</summary>
    /// <param name="path">The file.</param>
    public static bool IsOpenToOthers(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0;

    private static string NewId(string purpose, TimeProvider time)
    {
        var day = time.GetUtcNow().ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        return $"{purpose}-{day}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}";
    }

    // Complete and on disk before it has its name, so that neither a crash nor a second process ever sees half a key.
    private static string WriteApart(string path, string text)
    {
        var made = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(made, options);
        file.Write(Encoding.UTF8.GetBytes(text));
        file.Flush(flushToDisk: true);
        return made;
    }
}
