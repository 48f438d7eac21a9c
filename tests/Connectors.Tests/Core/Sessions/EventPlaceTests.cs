using Connectors.Core.Sessions;

namespace Connectors.Tests.Core.Sessions;

public sealed class EventPlaceTests
{
    [Fact]
    public void Places_AnyOfAnyEpoch_AreTheSameInAllSpellingsAndInOrder()
    {
        var random = new Random(3);
        List<EventPlace> places = [new(1, 1), new(1, EventPlace.PerEpoch), new(2, 1), EventPlace.Of(EventPlace.MaxSequence)];
        for (var i = 0; i < 10_000; i++)
        {
            var (epoch, number) = (random.NextInt64(1, 100_000), random.NextInt64(1, EventPlace.PerEpoch + 1));
            places.Add(new(epoch, number));
            Assert.Equal((epoch, number), (places[^1].Epoch, places[^1].Number));
        }

        foreach (var place in places)
        {
            Assert.Equal(place, EventPlace.Of(place.Sequence));
            Assert.Equal(place, new EventPlace(place.Epoch, place.Number));
            Assert.True(EventPlace.TryParse(place.ToString(), out var read));
            Assert.Equal(place, read);
        }

        Assert.Equal(
            places.OrderBy(place => place.Sequence), places.OrderBy(place => place.Epoch).ThenBy(place => place.Number));
    }

    [Theory]
    [InlineData(1, "1-1")]
    [InlineData(10_000_000, "1-10000000")]
    [InlineData(10_000_001, "2-1")]
    [InlineData(999_999_999_999, "100000-9999999")]
    public void Place_ByItsSequence_IsWrittenByEpochAndNumber(long sequence, string id) =>
        Assert.Equal(id, EventPlace.Of(sequence).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("17")]
    [InlineData("-")]
    [InlineData("1-")]
    [InlineData("-1")]
    [InlineData("1-0")]
    [InlineData("0-1")]
    [InlineData("01-1")]
    [InlineData("1-01")]
    [InlineData("1--1")]
    [InlineData("1-1-1")]
    [InlineData(" 1-1")]
    [InlineData("1-1 ")]
    [InlineData("+1-1")]
    [InlineData("1-1\0")]
    [InlineData("١-١")]
    [InlineData("1-10000001")]
    [InlineData("100001-1")]
    [InlineData("100000-10000000")]
    [InlineData("9223372036854775807-9223372036854775807")]
    [InlineData("99999999999999999999-1")]
    public void Text_ThatIsNoPlace_IsNotRead(string text) => Assert.False(EventPlace.TryParse(text, out _));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(-1, 1)]
    [InlineData(1, 10_000_001)]
    [InlineData(100_000, 10_000_000)]
    [InlineData(100_001, 1)]
    [InlineData(long.MaxValue, 1)]
    public void Place_OutOfRange_IsRefused(long epoch, long number) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new EventPlace(epoch, number));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_000_000_000_000)]
    public void Sequence_OutOfRange_IsRefused(long sequence) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => EventPlace.Of(sequence));
}
