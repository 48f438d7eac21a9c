using Connectors.Core.Records;
using Connectors.Testing;

namespace Connectors.Tests.Shared;

/// <summary>The fake keeps the contract, so that what is tested with it holds with a real store.</summary>
public sealed class InMemoryRecordStoreTests : RecordStoreContract
{
    [Fact]
    public async Task EveryCall_Broken_Fails()
    {
        var store = new InMemoryRecordStore { Failure = new IOException("The disk is full.") };

        await Assert.ThrowsAsync<IOException>(() => store.WriteAsync([new RecordWrite.Add(New("a"))], Cancellation));
        await Assert.ThrowsAsync<IOException>(() => store.FindAsync(New("a").Key, Cancellation));
        Assert.Empty(store.All);
    }

    protected override Task<IRecordStore> OpenAsync() => Task.FromResult<IRecordStore>(new InMemoryRecordStore());
}
