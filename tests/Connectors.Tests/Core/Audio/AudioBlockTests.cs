using Connectors.Core.Audio;
using Connectors.Testing;

namespace Connectors.Tests.Core.Audio;

[Collection(nameof(AudioBlockCollection))]
public sealed class AudioBlockTests
{
    [Fact]
    public void Block_GivenBackTwice_IsRefused()
    {
        var block = AudioBlock.Rent();
        block.Dispose();
        Assert.Throws<InvalidOperationException>(block.Dispose);
    }

    [Fact]
    public void Rented_AfterEverythingCameBack_IsAsBefore()
    {
        var before = AudioBlock.Rented;
        var blocks = Enumerable.Range(0, AudioBlock.Kept + 10).Select(_ => AudioBlock.Rent()).ToList();
        Assert.Equal(before + blocks.Count, AudioBlock.Rented);
        blocks.ForEach(block => block.Dispose());
        Assert.Equal(before, AudioBlock.Rented);
    }

    [Fact]
    public void Append_BeyondTheCapacity_TakesWhatFits()
    {
        using var block = AudioBlock.Rent();
        var samples = Signals.Noise(1, AudioBlock.Capacity + 1);
        Assert.Equal(AudioBlock.Capacity, block.Append(samples));
        Assert.Equal(0, block.Append(samples));
        Assert.Equal(samples.AsSpan(0, AudioBlock.Capacity), block.Written);
    }

    [Fact]
    public void Rent_Steady_AllocatesNothing() =>
        Assert.Equal(0, Allocation.OfSteadyState(100, _ => AudioBlock.Rent().Dispose()));
}
