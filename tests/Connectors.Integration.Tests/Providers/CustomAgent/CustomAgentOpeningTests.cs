using Connectors.Events;

namespace Connectors.Integration.Tests.Providers.CustomAgent;

public sealed class CustomAgentOpeningTests
{
    [Fact]
    public async Task Conversation_WithDefaults_IsReadyInTheFormatsThatWereAskedFor()
    {
        await using var talk = await CustomAgentTalk.StartAsync();
        var ready = await talk.NextAsync<AgentEvent.Ready>();

        Assert.Equal((16_000, 24_000), (ready.InputFormat.SampleRate, ready.OutputFormat.SampleRate));
        Assert.StartsWith("talk-", ready.ConversationId, StringComparison.Ordinal);
        Assert.Equal(["hello"], talk.Peer.Talk.Received.Select(message => (string?)message["type"]));
    }

    [Fact]
    public async Task Agent_WithRatesOfItsOwn_IsHeardAndHearsInThem()
    {
        await using var talk = await CustomAgentTalk.OpenAsync(CustomAgentTalk.Quick with { InputRate = 8_000, OutputRate = 44_100 });

        talk.Speak();
        var turn = await talk.HeardAsync(1);

        Assert.True(talk.ToneOf(turn, AgentTalk.AgentTone) > 7_000);
    }

    [Theory]
    [InlineData(GreetingMode.AsConfigured, "Hello.")]
    [InlineData(GreetingMode.Text, "Something else.")]
    [InlineData(GreetingMode.None, null)]
    public async Task Greeting_IsTheAgentsOwnAnotherOrNone(GreetingMode mode, string? expected)
    {
        var switches = CustomAgentTalk.Quick with { Script = CustomAgentTalk.Quick.Script with { Greeting = AgentTalk.Reply("Hello.") } };
        await using var talk = await CustomAgentTalk.OpenAsync(switches, new() { Greeting = new(mode, "Something else.") });

        Assert.Equal(SendResult.Accepted, talk.Connection.AddContext("note", "key"));
        await talk.SentAsync("context");
        var text = expected is null ? null : (await talk.NextAsync<AgentEvent.AgentText>(said => said.Kind == AgentTextKind.Full)).Text;
        Assert.Equal(expected, text);
        Assert.Equal(expected is not null, talk.Seen.OfType<AgentEvent.TurnStarted>().Any());
    }

    [Fact]
    public async Task Secret_ThatIsWrong_IsUnauthorized()
    {
        await using var talk = await CustomAgentTalk.StartAsync(key: "another-secret");

        Assert.Equal((CloseKind.Unauthorized, "401"), Kind(await talk.ClosedAsync()));
    }

    [Fact]
    public async Task Agent_ThatChoosesNoSubprotocol_IsRefusedAndTold()
    {
        await using var talk = await CustomAgentTalk.StartAsync(CustomAgentTalk.Quick with { Subprotocol = null });

        Assert.Equal((CloseKind.Misconfigured, "wrong-subprotocol"), Kind(await talk.ClosedAsync()));
        Assert.Equal(4406, (await talk.FarewellAsync()).Status);
    }

    [Fact]
    public async Task Agent_ThatChoosesAnotherSubprotocol_IsRefused()
    {
        await using var talk = await CustomAgentTalk.StartAsync(CustomAgentTalk.Quick with { Subprotocol = "chat" });

        Assert.Equal((CloseKind.Misconfigured, "wrong-subprotocol"), Kind(await talk.ClosedAsync()));
    }

    [Theory]
    [InlineData(96_000, 0, "input_rate")]
    [InlineData(0, 4_000, "output_rate")]
    public async Task Agent_WithARateThatNobodyHas_IsRefusedAndToldWhy(int input, int output, string member)
    {
        await using var talk = await CustomAgentTalk.StartAsync(CustomAgentTalk.Quick with { InputRate = input, OutputRate = output });
        var closed = await talk.ClosedAsync();
        var (status, reason) = await talk.FarewellAsync();

        Assert.Equal((CloseKind.Misconfigured, "bad-ready"), Kind(closed));
        Assert.Contains(member, closed.Reason, StringComparison.Ordinal);
        Assert.Equal(4422, status);
        Assert.Contains(member, reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_ThatIsSilent_IsGivenUpInTimeAndTold()
    {
        await using var talk = await CustomAgentTalk.StartAsync(
            CustomAgentTalk.Quick with { IsSilent = true }, new() { OpenTimeout = TimeSpan.FromMilliseconds(500) });

        Assert.Equal((CloseKind.Network, "open-timeout"), Kind(await talk.ClosedAsync()));
        Assert.Equal(4408, (await talk.FarewellAsync()).Status);
    }

    [Theory]
    [InlineData(4401, CloseKind.Unauthorized)]
    [InlineData(4404, CloseKind.Misconfigured)]
    [InlineData(4429, CloseKind.RateLimited)]
    [InlineData(1000, CloseKind.Misconfigured)]
    public async Task Agent_ThatClosesInPlaceOfReady_SaysWhyByItsStatus(int status, CloseKind kind)
    {
        await using var talk = await CustomAgentTalk.StartAsync(CustomAgentTalk.Quick with { CloseAtStart = status });

        Assert.Equal(kind, (await talk.ClosedAsync()).Kind);
    }

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    public async Task Agent_WithMalformedMessages_IsWarnedOfEachAndClosedAfterTwenty(int count, bool isClosed)
    {
        await using var talk = await CustomAgentTalk.OpenAsync(CustomAgentTalk.Quick with { MalformedMessages = count });
        for (var i = 0; i < count; i++)
        {
            var warning = await talk.NextAsync<AgentEvent.Warning>();
            Assert.Equal("malformed-message", warning.Code);
            Assert.Contains("agent_text", warning.Message, StringComparison.Ordinal);
        }

        if (isClosed)
        {
            Assert.Equal((CloseKind.ProtocolError, "malformed-messages"), Kind(await talk.ClosedAsync()));
            Assert.Equal(4400, (await talk.FarewellAsync()).Status);
        }
        else
        {
            talk.Speak();
            await talk.HeardAsync(1);
        }
    }

    [Fact]
    public async Task Agent_WithAMessageOverFourMebibytes_IsClosed()
    {
        await using var talk = await CustomAgentTalk.OpenAsync();
        talk.Peer.SendBinary(new byte[(4 * 1024 * 1024) + 1]);

        Assert.Equal((CloseKind.ProtocolError, "message-too-large"), Kind(await talk.ClosedAsync()));
        Assert.Equal(1009, (await talk.FarewellAsync()).Status);
    }

    [Fact]
    public async Task Agent_AtItsLimit_EndsAsThat()
    {
        await using var talk = await CustomAgentTalk.OpenAsync();
        talk.Peer.GoAway(TimeSpan.FromSeconds(30));
        talk.Peer.Expire();

        Assert.Equal(TimeSpan.FromSeconds(30), (await talk.NextAsync<AgentEvent.GoingAway>()).TimeLeft);
        Assert.Equal((CloseKind.MaximumDuration, "4410"), Kind(await talk.ClosedAsync()));
    }

    private static (CloseKind, string) Kind(AgentEvent.Closed closed) => (closed.Kind, closed.Code);
}
