using System.Globalization;
using Connectors.Events;
using Connectors.Providers.OpenAI.Dialog;

namespace Connectors.Tests.Providers.OpenAI;

public sealed class ToolCallsTests
{
    private readonly List<AgentEvent> _events = [];
    private readonly ToolCalls _calls;

    public ToolCallsTests() => _calls = new(_events);

    [Fact]
    public void Calls_OfOneResponse_AreDueOnceAllAreAnsweredAndTheResponseIsOver()
    {
        _calls.Announce("r", "a", "tool", string.Empty);
        _calls.Announce("r", "b", "tool", "{}");
        _calls.Announce("r", "a", "tool", "{}");

        Assert.False(_calls.Answer("a"));
        Assert.False(_calls.Answer("b"));
        Assert.True(_calls.Finish("r", cancelled: false));
        Assert.False(_calls.Finish("r", cancelled: false));
        Assert.Equal(["{}", "{}"], _events.Cast<AgentEvent.ToolCall>().Select(static call => call.ArgumentsJson));
    }

    [Fact]
    public void Calls_OfACancelledResponse_AreTakenButNeverDue()
    {
        _calls.Announce("r", "a", "tool", "{}");

        Assert.False(_calls.Finish("r", cancelled: true));
        Assert.True(_calls.IsOpen("a"));
        Assert.False(_calls.Answer("a"));
    }

    [Fact]
    public void Calls_BeyondTheLimit_CancelTheOldest()
    {
        for (var i = 0; i < 1_000; i++)
        {
            _calls.Announce($"r{i / 10}", i.ToString(CultureInfo.InvariantCulture), "tool", "{}");
        }

        Assert.Equal(936, _events.OfType<AgentEvent.ToolCallCancelled>().Count());
        Assert.Equal(["0"], _events.OfType<AgentEvent.ToolCallCancelled>().First().CallIds);
        Assert.False(_calls.IsOpen("0"));
        Assert.True(_calls.IsOpen("999"));
    }
}
