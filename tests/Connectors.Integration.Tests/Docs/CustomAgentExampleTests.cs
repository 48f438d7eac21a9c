using System.Text.Json;
using Connectors.Events;
using Connectors.Integration.Tests.Providers;
using Connectors.Providers.CustomAgent;
using Connectors.Testing;

namespace Connectors.Integration.Tests.Docs;

/// <summary>The two examples of docs/11-custom-agent.md hold a conversation with our connector, each in a process of its own.</summary>
public sealed class CustomAgentExampleTests
{
    [Theory]
    [InlineData("csharp")]
    [InlineData("javascript")]
    public async Task Example_SpokenTo_GreetsAnswersSaysBackAndCanBeInterrupted(string language)
    {
        await using var talk = await Talk.StartAsync(language);
        await talk.NextAsync<AgentEvent.Ready>();

        var greeting = await talk.HeardAsync(1);
        Assert.True(talk.ToneOf(greeting, 440) > 7_000);
        await talk.NextAsync<AgentEvent.TurnAudioEnded>();
        Assert.Equal(SendResult.Accepted, talk.Connection.Interrupt());
        Assert.Equal(greeting, (await talk.NextAsync<AgentEvent.Interrupted>()).Turn);

        Assert.Equal(SendResult.Accepted, talk.Connection.SendUserText("How are you?"));
        var answer = await talk.HeardAsync(1);
        Assert.True(talk.ToneOf(answer, 660) > 7_000);
        Assert.Equal("You wrote to me.", (await talk.NextAsync<AgentEvent.AgentText>()).Text);

        // What is not reported as heard is interrupted by the user's voice.
        talk.Speak();
        Assert.Equal(answer, (await talk.NextAsync<AgentEvent.Interrupted>()).Turn);
        var echo = await talk.HeardAsync(0.8);
        Assert.True(talk.ToneOf(echo, Talk.UserTone) > 2_000);
        Assert.DoesNotContain(talk.Seen, static e => e is AgentEvent.Warning or AgentEvent.Closed);
    }

    [Theory]
    [InlineData("csharp")]
    [InlineData("javascript")]
    public async Task Example_Checked_IsGoodWithItsSecretOnly(string language)
    {
        await using var talk = await Talk.StartAsync(language);
        var connector = talk.Connector();

        var good = await connector.ValidateAsync(talk.Setup(CustomAgentExample.Secret), TestContext.Current.CancellationToken);
        var bad = await connector.ValidateAsync(talk.Setup("another-secret"), TestContext.Current.CancellationToken);

        Assert.Empty(good.Findings);
        Assert.Equal(16_000, good.Facts!.OutputFormat!.Value.SampleRate);
        Assert.Equal("secret-refused", Assert.Single(bad.Findings).Code);
    }

    [Theory]
    [InlineData("docs/examples/custom-agent/Agent.cs")]
    [InlineData("docs/examples/custom-agent/agent.mjs")]
    public void Example_OnAPage_HasAtMostSixtyLines(string file) =>
        Assert.InRange(File.ReadAllLines(RepositoryRoot.PathOf(file)).Length, 30, 60);

    private sealed class Talk(CustomAgentExample example)
        : AgentTalk(example, CustomAgentExample.Secret, inputRate: 16_000, outputRate: 16_000)
    {
        public const double UserTone = 300;

        public static async Task<Talk> StartAsync(string language)
        {
            var talk = new Talk(await CustomAgentExample.StartAsync(language));
            await talk.OpenAsync(talk.Connector(), talk.Setup(CustomAgentExample.Secret), options: null);
            return talk;
        }

        public CustomAgentConnector Connector() => new(Http, TimeProvider.System, new() { AllowInsecure = true });

        public ConnectorSetup Setup(string secret) => new(JsonSerializer.SerializeToElement(new { url = example.Url }), new(secret));
    }
}
