using System.Text;
using Connectors.Core.Records;
using Connectors.Core.Vault;
using Connectors.Testing;

namespace Connectors.Tests.Core.Vault;

public sealed partial class TenantVaultTests : IDisposable
{
    private static readonly SealedName Name = new("tenant-1", "credential", "c-1");
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("the secret");
    private static readonly RecordKey DataKeyRecord = new(RecordKinds.DataKey, RecordKey.Operator, "tenant-1");

    private readonly TestKeys _keys = new();
    private readonly InMemoryRecordStore _records = new();
    private readonly TenantVault _vault;

    public TenantVaultTests() => _vault = New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _vault.Dispose();
        _keys.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public async Task Open_WhatWasSealed_IsTheSame(int length)
    {
        var content = new byte[length];
        Random.Shared.NextBytes(content);

        Assert.Equal(content, await OpenAsync(Name, await _vault.SealAsync(Name, content, Cancellation)));
    }

    [Fact]
    public async Task Open_ByAnotherNode_IsTheSame()
    {
        var box = await SealAsync(Name);
        using var other = New();

        Assert.Equal(Content, await other.OpenAsync(Name, box, Cancellation));
    }

    [Fact]
    public async Task Seal_Twice_MakesTwoBoxesUnderOneKey()
    {
        Assert.NotEqual(await SealAsync(Name), await SealAsync(Name));
        Assert.Equal(1, _records.Batches);
        Assert.Equal(1, Assert.Single(_records.All).Version);
    }

    [Fact]
    public async Task Store_HoldsNeitherContentNorKey()
    {
        var box = await SealAsync(Name);

        Assert.DoesNotContain("the secret", Encoding.Latin1.GetString(box), StringComparison.Ordinal);
        Assert.Equal(DataKeyRecord, Assert.Single(_records.All).Key);
        Assert.Contains(_keys.Encryption.CurrentKeyId, Encoding.UTF8.GetString(_records.All[0].Body.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tenant-2", "credential", "c-1")]
    [InlineData("tenant-1", "webhook", "c-1")]
    [InlineData("tenant-1", "credential", "c-2")]
    [InlineData("tenant-1", "credentialc", "-1")]
    [InlineData("tenant-1", "", "credentialc-1")]
    public async Task Open_UnderAnotherName_IsRefused(string tenant, string kind, string id)
    {
        var box = await SealAsync(Name);
        await SealAsync(Name with { TenantId = "tenant-2" });

        Assert.Null(await OpenAsync(new SealedName(tenant, kind, id), box));
    }

    [Fact]
    public async Task Open_WithAnotherTenantsDataKeysInPlace_IsRefused()
    {
        var box = await SealAsync(Name);
        await SealAsync(Name with { TenantId = "tenant-2" });
        var other = await _records.FindAsync(DataKeyRecord with { Id = "tenant-2" }, Cancellation);
        _records.Tamper(other! with { Key = DataKeyRecord });
        using var vault = New();

        await Assert.ThrowsAsync<VaultException>(async () => await vault.OpenAsync(Name, box, Cancellation));
    }

    [Fact]
    public async Task Open_TruncatedAnywhere_IsRefused()
    {
        var box = await SealAsync(Name);
        for (var length = 0; length < box.Length; length++)
        {
            Assert.Null(await OpenAsync(Name, box[..length]));
        }

        Assert.Null(await OpenAsync(Name, [.. box, 0]));
    }

    [Fact]
    public async Task Open_WithAnyBitFlipped_IsRefused()
    {
        var box = await SealAsync(Name);
        for (var bit = 0; bit < box.Length * 8; bit++)
        {
            box[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(await OpenAsync(Name, box));
            box[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(Content, await OpenAsync(Name, box));
    }

    [Fact]
    public async Task Open_OfRandomBytes_IsRefused()
    {
        await SealAsync(Name);
        var random = new Random(5);
        for (var i = 0; i < 1_000; i++)
        {
            var box = new byte[random.Next(200)];
            random.NextBytes(box);
            if (i % 2 == 0 && box.Length > 5)
            {
                new byte[] { 2, 0, 0, 0, 1 }.CopyTo(box, 0);
            }

            Assert.Null(await OpenAsync(Name, box));
        }
    }

    [Fact]
    public async Task Seal_OfNoTenant_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => SealAsync(Name with { TenantId = string.Empty }));

    [Fact]
    public async Task Seal_FirstByManyNodesAtOnce_MakesOneKey()
    {
        var vaults = Enumerable.Range(0, 20).Select(_ => New()).ToList();
        var boxes = await Task.WhenAll(vaults.Select(vault => Task.Run(
            async () => await vault.SealAsync(Name, Content, Cancellation), Cancellation)));

        foreach (var box in boxes)
        {
            Assert.Equal(Content, await OpenAsync(Name, box));
        }

        Assert.Equal(1, Assert.Single(_records.All).Version);
        vaults.ForEach(vault => vault.Dispose());
    }

    private TenantVault New() => new(_records, _keys.Encryption, _keys.Time);

    private Task<byte[]> SealAsync(SealedName name) => _vault.SealAsync(name, Content, Cancellation).AsTask();

    private Task<byte[]?> OpenAsync(SealedName name, byte[] box) => _vault.OpenAsync(name, box, Cancellation).AsTask();
}
