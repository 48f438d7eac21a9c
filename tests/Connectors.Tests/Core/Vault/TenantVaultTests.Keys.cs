using Connectors.Core.Records;
using Connectors.Core.Vault;

namespace Connectors.Tests.Core.Vault;

/// <content>What becomes of the keys.</content>
public sealed partial class TenantVaultTests
{
    [Fact]
    public async Task Rotate_NewBoxesHaveTheNewKeyAndOldOnesOpen()
    {
        var old = await SealAsync(Name);
        await _vault.RotateAsync("tenant-1", Cancellation);
        var box = await SealAsync(Name);
        using var other = New();

        Assert.Equal((1, 2), (old[4], box[4]));
        Assert.Equal(Content, await OpenAsync(Name, old));
        Assert.Equal(Content, await OpenAsync(Name, box));
        Assert.Equal(Content, await other.OpenAsync(Name, old, Cancellation));
    }

    [Fact]
    public async Task Rotate_OfATenantWithoutAKey_MakesTheFirst()
    {
        await _vault.RotateAsync("tenant-1", Cancellation);

        Assert.Equal(1, (await SealAsync(Name))[4]);
    }

    [Fact]
    public async Task Open_BoxUnderAKeyThatAnotherNodeHasJustMade_Opens()
    {
        using var other = New();
        await SealAsync(Name);
        await other.RotateAsync("tenant-1", Cancellation);
        var box = await other.SealAsync(Name, Content, Cancellation);
        _keys.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(Content, await OpenAsync(Name, box));
    }

    [Fact]
    public async Task Rotate_ByManyAtOnce_LosesNoKey()
    {
        var vaults = Enumerable.Range(0, 5).Select(_ => New()).ToList();
        await Task.WhenAll(vaults.Select(vault => vault.RotateAsync("tenant-1", Cancellation)));

        using var fresh = New();
        Assert.Equal(5, (await fresh.SealAsync(Name, Content, Cancellation))[4]);
        vaults.ForEach(vault => vault.Dispose());
    }

    [Fact]
    public async Task Destroy_NothingOpensAndNothingIsSealedEverAgain()
    {
        var box = await SealAsync(Name);
        await _vault.DestroyAsync("tenant-1", Cancellation);
        using var other = New();

        Assert.Null(await OpenAsync(Name, box));
        Assert.Null(await other.OpenAsync(Name, box, Cancellation));
        await Assert.ThrowsAsync<VaultException>(() => SealAsync(Name));
        await Assert.ThrowsAsync<VaultException>(async () => await other.SealAsync(Name, Content, Cancellation));
        await Assert.ThrowsAsync<VaultException>(() => _vault.RotateAsync("tenant-1", Cancellation));
        Assert.DoesNotContain("wrapped", System.Text.Encoding.UTF8.GetString(_records.All[0].Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Destroy_OfATenantWithoutAKey_KeepsOneFromBeingMade()
    {
        await _vault.DestroyAsync("tenant-1", Cancellation);
        await _vault.DestroyAsync("tenant-1", Cancellation);

        await Assert.ThrowsAsync<VaultException>(() => SealAsync(Name));
    }

    [Fact]
    public async Task Destroy_ByAnotherNode_CountsHereWhenTheKeysHaveBeenHeldLongEnough()
    {
        var box = await SealAsync(Name);
        using var other = New();
        await other.DestroyAsync("tenant-1", Cancellation);
        _keys.Time.Advance(DataKeyCache.Lifetime);

        Assert.Null(await OpenAsync(Name, box));
    }

    [Fact]
    public async Task Destroy_OfOneTenant_LeavesTheOthers()
    {
        var other = Name with { TenantId = "tenant-2" };
        var box = await SealAsync(other);
        await _vault.DestroyAsync("tenant-1", Cancellation);

        Assert.Equal(Content, await OpenAsync(other, box));
    }

    [Fact]
    public async Task Keys_OfMoreTenantsThanAreHeld_StillOpen()
    {
        var boxes = new List<byte[]>();
        for (var i = 0; i < DataKeyCache.Tenants + 10; i++)
        {
            boxes.Add(await SealAsync(Name with { TenantId = $"t-{i}" }));
        }

        Assert.Equal(Content, await OpenAsync(Name with { TenantId = "t-0" }, boxes[0]));
        Assert.Equal(Content, await OpenAsync(Name with { TenantId = "t-1005" }, boxes[1_005]));
    }

    [Fact]
    public async Task Seal_WhileKeysAreRotatedAndErased_IsNeverUnderAnErasedKey()
    {
        using var other = New();
        var work = Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                for (var i = 0; i < 200; i++)
                {
                    var box = await SealAsync(Name);
                    Assert.Equal(Content, await OpenAsync(Name, box));
                }
            },
            Cancellation)).ToList();
        for (var rotation = 0; rotation < 100 && work.Any(task => !task.IsCompleted); rotation++)
        {
            await _vault.RotateAsync("tenant-1", Cancellation);
            _keys.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await Task.WhenAll(work);
    }

    [Fact]
    public async Task Open_AfterAKekRotation_OpensAndNewKeysAreUnderTheNewOne()
    {
        var box = await SealAsync(Name);
        var id = _keys.Append(KeyRing.KeyEncryption);
        using var other = New();
        await other.SealAsync(Name with { TenantId = "tenant-2" }, Content, Cancellation);

        Assert.Equal(Content, await other.OpenAsync(Name, box, Cancellation));
        Assert.Contains(id, Body("tenant-2"), StringComparison.Ordinal);
        Assert.DoesNotContain(id, Body("tenant-1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rewrap_ThenOldKekTakenOut_EverythingStillOpens()
    {
        var old = _keys.Encryption.CurrentKeyId;
        var box = await SealAsync(Name);
        await _vault.RotateAsync("tenant-1", Cancellation);
        await SealAsync(Name with { TenantId = "tenant-2" });
        await _vault.DestroyAsync("tenant-3", Cancellation);
        _keys.Append(KeyRing.KeyEncryption);
        var rewrap = new DataKeyRewrap(_records, _keys.Encryption, _keys.Time);

        Assert.Equivalent(new RewrapReport(2, 1, []), await rewrap.RunAsync(Cancellation));
        Assert.Equivalent(new RewrapReport(0, 3, []), await rewrap.RunAsync(Cancellation));
        _keys.Remove(old);
        using var other = New();
        Assert.Equal(Content, await other.OpenAsync(Name, box, Cancellation));
    }

    [Fact]
    public async Task Rewrap_OfWhatCantBeUnwrapped_IsReportedAndKeepsNobodyElseFromIt()
    {
        var lost = _keys.Append(KeyRing.KeyEncryption);
        await SealAsync(Name);
        var rest = _keys.Append(KeyRing.KeyEncryption);
        await SealAsync(Name with { TenantId = "tenant-2" });
        _keys.Append(KeyRing.KeyEncryption);
        _keys.Remove(lost);

        var report = await new DataKeyRewrap(_records, _keys.Encryption, _keys.Time).RunAsync(Cancellation);

        Assert.Equal((1, 0), (report.Rewrapped, report.Untouched));
        Assert.Contains(lost, Assert.Single(report.Failures), StringComparison.Ordinal);
        Assert.DoesNotContain(rest, Body("tenant-2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SealAndOpen_WithoutTheKek_SayWhichIsMissing()
    {
        var box = await SealAsync(Name);
        var lost = _keys.Encryption.CurrentKeyId;
        _keys.Append(KeyRing.KeyEncryption);
        _keys.Remove(lost);
        using var other = New();

        Func<Task>[] calls =
            [() => other.SealAsync(Name, Content, Cancellation).AsTask(), () => other.OpenAsync(Name, box, Cancellation).AsTask()];
        foreach (var call in calls)
        {
            var e = await Assert.ThrowsAsync<VaultException>(call);
            Assert.Contains(lost, e.Message, StringComparison.Ordinal);
            Assert.Contains("tenant-1", e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"generations":[]}""")]
    [InlineData("""{"generations":[{"id":1}]}""")]
    public async Task Seal_WithADamagedRecord_IsRefusedAndMakesNoNewKey(string body)
    {
        _records.Tamper(new StoredRecord { Key = DataKeyRecord, Version = 1, Body = System.Text.Encoding.UTF8.GetBytes(body) });

        await Assert.ThrowsAsync<VaultException>(() => SealAsync(Name));
        Assert.Equal(0, _records.Batches);
    }

    [Fact]
    public async Task Dispose_WhileCallsWaitForTheirTurn_RefusesThem()
    {
        var slow = new SlowEncryption(_keys.Encryption);
        var vault = new TenantVault(_records, slow, _keys.Time);
        var calls = Enumerable.Range(0, 3).Select(_ => vault.SealAsync(Name, Content, Cancellation).AsTask()).ToList();
        vault.Dispose();
        slow.Go.SetResult();

        foreach (var call in calls)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
        }
    }

    private sealed class SlowEncryption(IKeyEncryption inner) : IKeyEncryption
    {
        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string CurrentKeyId => inner.CurrentKeyId;

        public async ValueTask<WrappedKey> WrapAsync(
            ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken)
        {
            await Go.Task.WaitAsync(cancellationToken);
            return await inner.WrapAsync(key, associatedData, cancellationToken);
        }

        public ValueTask<byte[]> UnwrapAsync(
            WrappedKey wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken) =>
            inner.UnwrapAsync(wrapped, associatedData, cancellationToken);
    }

    private string Body(string tenantId) => System.Text.Encoding.UTF8.GetString(
        _records.All.Single(record => record.Key.Id == tenantId).Body.Span);
}
