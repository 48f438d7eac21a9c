namespace Connectors.Tests.Abstractions;

public sealed class TurnIdTests
{
    [Fact]
    public void Turns_InTheOrderTheyStarted_Compare()
    {
        var first = new TurnId(1);
        var second = new TurnId(2);

        Assert.True(first < second);
        Assert.True(second > first);
        Assert.True(first <= second);
        Assert.True(first <= new TurnId(1));
        Assert.True(second >= first);
        Assert.True(second >= new TurnId(2));
        Assert.False(second < first);
        Assert.Equal([first, second], new[] { second, first }.Order());
    }

    [Fact]
    public void NoTurn_ComparedWithTheFirst_IsOlder() => Assert.True(default(TurnId) < new TurnId(1));

    [Fact]
    public void ToString_OfATurn_IsItsNumber() => Assert.Equal("12345", new TurnId(12_345).ToString());
}
