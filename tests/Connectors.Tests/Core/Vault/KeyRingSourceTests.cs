using Connectors.Core.Vault;
using Connectors.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connectors.Tests.Core.Vault;

public sealed class KeyRingSourceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connectors-tests-");
    private readonly FakeTime _time = new();
    private readonly CapturedLog _log = new();

    private string RingPath => Path.Combine(_folder.FullName, "a", "ring");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void FromFile_WhereThereIsNone_MakesOneForItsOwnerOnly()
    {
        using var ring = Open();
        using var again = Open();

        Assert.Equal(ring.Current.Current(KeyRing.Mac).Value.ToArray(), again.Current.Current(KeyRing.Mac).Value.ToArray());
        Assert.Equal(RingPath, Assert.Single(Directory.GetFiles(Path.GetDirectoryName(RingPath)!)));
        Assert.Single(_log.Lines);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(RingPath));
        }
    }

    [Fact]
    public async Task FromFile_ByManyAtOnce_AllHaveTheSameRing()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () =>
            {
                using var ring = KeyRingSource.FromFile(RingPath, _time, NullLogger<KeyRingSource>.Instance);
                return ring.Current.Current(KeyRing.KeyEncryption).Id;
            },
            TestContext.Current.CancellationToken)));

        Assert.Single(ids.Distinct());
    }

    [Fact]
    public void File_ThatGetsAKey_IsReadAgainWithoutARestart()
    {
        using var ring = Open();
        var old = ring.Current.Current(KeyRing.KeyEncryption).Id;
        var added = KeyRingFile.Append(RingPath, KeyRing.KeyEncryption, _time);
        Assert.Equal(old, ring.Current.Current(KeyRing.KeyEncryption).Id);

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(added, ring.Current.Current(KeyRing.KeyEncryption).Id);
        Assert.NotNull(ring.Current.Find(KeyRing.KeyEncryption, old));
        Assert.Contains(added, _log.Lines[^1], StringComparison.Ordinal);
        Assert.False(KeyRingFile.IsOpenToOthers(RingPath));
    }

    [Fact]
    public void Find_AnIdAddedJustNow_LooksAtTheFileButNotAllTheTime()
    {
        using var ring = Open();
        _time.Advance(TimeSpan.FromSeconds(1));
        var first = KeyRingFile.Append(RingPath, KeyRing.Mac, _time);
        Assert.NotNull(ring.Find(KeyRing.Mac, first));

        var second = KeyRingFile.Append(RingPath, KeyRing.Mac, _time);
        Assert.Null(ring.Find(KeyRing.Mac, second));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(ring.Find(KeyRing.Mac, second));
    }

    [Fact]
    public void File_ThatBecomesWrong_ChangesNothingAndIsToldOnce()
    {
        using var ring = Open();
        var id = ring.Current.Current(KeyRing.KeyEncryption).Id;
        var good = File.ReadAllText(RingPath);
        File.WriteAllText(RingPath, good + "kek c2VjcmV0");
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(id, ring.Current.Current(KeyRing.KeyEncryption).Id);
        Assert.Equal(2, _log.Lines.Count);
        Assert.Contains("line 5: it is not a purpose, an id and a value", _log.Lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", _log.Lines[1], StringComparison.Ordinal);

        File.WriteAllText(RingPath, good);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(3, _log.Lines.Count);
    }

    [Fact]
    public void File_ThatIsAway_ChangesNothingAndIsToldOnce()
    {
        using var ring = Open();
        File.Move(RingPath, RingPath + "2");
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(2, _log.Lines.Count);
        Assert.NotNull(ring.Current.Current(KeyRing.Mac));

        File.Move(RingPath + "2", RingPath);
        KeyRingFile.Append(RingPath, KeyRing.Mac, _time);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(3, _log.Lines.Count);
    }

    [Fact]
    public void FromFile_ThatIsWrong_IsRefused()
    {
        Open().Dispose();
        File.AppendAllText(RingPath, "nonsense\n");

        Assert.Contains("line 5", Assert.Throws<InvalidDataException>(Open).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => KeyRingFile.Append(RingPath, KeyRing.Mac, _time));
    }

    [Fact]
    public void FromFile_ThatEverybodyCanRead_IsToldOf()
    {
        // Windows has no such modes.
        if (!OperatingSystem.IsWindows())
        {
            Open().Dispose();
            File.SetUnixFileMode(RingPath, File.GetUnixFileMode(RingPath) | UnixFileMode.OtherRead);
            Open().Dispose();

            Assert.Contains("readable for everyone", _log.Lines[1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void FromVariable_WithLinesOrSemicolons_IsTheSame()
    {
        var text = KeyRing.NewLine(KeyRing.KeyEncryption, "k1") + KeyRing.NewLine(KeyRing.Mac, "m1");
        using var lines = KeyRingSource.FromVariable(text, "RING", _time, _log);
        using var semicolons = KeyRingSource.FromVariable(text.Replace('\n', ';'), "RING", _time, _log);

        Assert.Equal(
            lines.Current.Current(KeyRing.Mac).Value.ToArray(), semicolons.Current.Current(KeyRing.Mac).Value.ToArray());
        Assert.Null(lines.Find(KeyRing.Mac, "m2"));
    }

    private KeyRingSource Open() => KeyRingSource.FromFile(RingPath, _time, _log);

    private sealed class CapturedLog : ILogger<KeyRingSource>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? e, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, e));
    }
}
