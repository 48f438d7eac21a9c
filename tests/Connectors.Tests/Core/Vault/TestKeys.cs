using Connectors.Core.Vault;
using Connectors.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connectors.Tests.Core.Vault;

/// <summary>A key ring in a file of its own, gone with it.</summary>
internal sealed class TestKeys : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connectors-tests-");

    public TestKeys()
    {
        Ring = Open();
        Encryption = new KeyRingEncryption(Ring);
    }

    public FakeTime Time { get; } = new();

    public KeyRingSource Ring { get; }

    public KeyRingEncryption Encryption { get; }

    public string Path => System.IO.Path.Combine(_folder.FullName, "keys", "ring");

    /// <summary>The ring as another process would have it.</summary>
    public KeyRingSource Open() => KeyRingSource.FromFile(Path, Time, NullLogger<KeyRingSource>.Instance);

    /// <summary>Adds a key and lets the clock move until it is seen.</summary>
    public string Append(string purpose)
    {
        var id = KeyRingFile.Append(Path, purpose, Time);
        Time.Advance(TimeSpan.FromSeconds(10));
        return id;
    }

    /// <summary>Takes the lines of an id out of the file, and lets the clock move.</summary>
    public void Remove(string id)
    {
        File.WriteAllLines(Path, File.ReadAllLines(Path).Where(line => !line.Contains(id, StringComparison.Ordinal)));
        Time.Advance(TimeSpan.FromSeconds(10));
    }

    public void Dispose()
    {
        Ring.Dispose();
        _folder.Delete(recursive: true);
    }
}
