using Connectors.Core.Records;
using Connectors.Testing;

namespace Connectors.Tests.Core.Records;

public class IdSourceTests
{
    [Fact]
    public void Next_ManyWithinAMillisecond_AreDifferentAndInOrder()
    {
        var ids = new IdSource(new FakeTime());

        var made = Enumerable.Range(0, 10_000).Select(_ => ids.Next()).ToList();

        Assert.Equal(made.Order(StringComparer.Ordinal), made);
        Assert.Equal(made.Count, made.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Next_ByTwoSourcesAtOneTime_AreDifferent()
    {
        var time = new FakeTime();

        Assert.NotEqual(new IdSource(time).Next(), new IdSource(time).Next());
    }

    [Fact]
    public void Next_LaterTime_ComesAfter()
    {
        var time = new FakeTime();
        var ids = new IdSource(time);
        var earlier = ids.Next();

        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(string.CompareOrdinal(ids.Next(), earlier) > 0);
    }

    [Fact]
    public void Next_IsAVersion7Uuid()
    {
        var id = Guid.Parse(new IdSource(new FakeTime()).Next());

        Assert.Equal(7, id.Version);
        Assert.InRange(id.Variant, 8, 11);
    }
}
