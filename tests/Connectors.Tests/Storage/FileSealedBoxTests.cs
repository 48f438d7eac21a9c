using System.Text;
using Connectors.Storage;

namespace Connectors.Tests.Storage;

public sealed class FileSealedBoxTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connectors-tests-");

    private string KeyPath => Path.Combine(_folder.FullName, "key");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Open_WhatWasSealedByTheSameKeyAndOwner_IsTheContent()
    {
        var box = FileSealedBox.Load(KeyPath).Seal("content"u8, "owner");

        Assert.Equal("content", Encoding.UTF8.GetString(FileSealedBox.Load(KeyPath).Open(box, "owner")!));
    }

    [Fact]
    public void Seal_SameContentTwice_IsNeverTheSame()
    {
        var seal = FileSealedBox.Load(KeyPath);

        Assert.NotEqual(seal.Seal("content"u8, "owner"), seal.Seal("content"u8, "owner"));
        Assert.Empty(seal.Open(seal.Seal([], "owner"), "owner")!);
    }

    [Fact]
    public void Open_AnotherOwnerOrKey_IsNull()
    {
        var seal = FileSealedBox.Load(KeyPath);
        var box = seal.Seal("content"u8, "owner");

        Assert.Null(seal.Open(box, "other"));
        Assert.Null(FileSealedBox.Load(KeyPath + "2").Open(box, "owner"));
    }

    [Fact]
    public void Open_AnyByteChangedOrMissing_IsNull()
    {
        var seal = FileSealedBox.Load(KeyPath);
        var box = seal.Seal("content"u8, "owner");
        for (var i = 0; i < box.Length; i++)
        {
            var changed = box.ToArray();
            changed[i] ^= 1;
            Assert.Null(seal.Open(changed, "owner"));
            Assert.Null(seal.Open(box.AsSpan(0, i), "owner"));
        }
    }

    [Fact]
    public void Load_TruncatedKey_IsRefusedAndNeverReplaced()
    {
        File.WriteAllBytes(KeyPath, [1, 2, 3]);

        Assert.Throws<InvalidDataException>(() => FileSealedBox.Load(KeyPath));
        Assert.Equal(3, new FileInfo(KeyPath).Length);
    }

    [Fact]
    public async Task Load_ByManyAtOnce_IsOneKey()
    {
        using var start = new Barrier(4);
        var boxes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            start.SignalAndWait();
            return FileSealedBox.Load(KeyPath).Seal("content"u8, "owner");
        })));

        var seal = FileSealedBox.Load(KeyPath);
        Assert.All(boxes, box => Assert.NotNull(seal.Open(box, "owner")));
        Assert.Single(_folder.GetFiles());
    }
}
