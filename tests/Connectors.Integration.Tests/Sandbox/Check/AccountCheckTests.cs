using Connectors.Sandbox;
using Connectors.Sandbox.Check;
using Connectors.Sandbox.Demo;

namespace Connectors.Integration.Tests.Sandbox.Check;

public sealed class AccountCheckTests
{
    private const string Nobody = "http://127.0.0.1:1";

    [Fact]
    public async Task Accounts_OfTheStandIns_AreGood()
    {
        await using var stage = await CheckStage.StartAsync();
        var results = (IReadOnlyList<CheckResult>)[.. await stage.CheckLiveAvatarAsync(), .. await stage.CheckElevenLabsAsync()];
        Assert.Equal(
            ["TCP to LiveAvatar", "LiveAvatar key", "LiveAvatar credits", "LiveAvatar avatar", "TCP to ElevenLabs", "ElevenLabs agent"],
            results.Where(result => result.Outcome == CheckOutcome.Good).Select(result => result.Subject));
        Assert.DoesNotContain(results, result => result.Outcome is CheckOutcome.Wrong or CheckOutcome.Unchecked);
    }

    [Theory]
    [InlineData(LiveVariables.LiveAvatarKey, "wrong", "LiveAvatar key", "HTTP 401")]
    [InlineData(LiveVariables.LiveAvatarKey, "two\nlines", "LiveAvatar key", "characters")]
    [InlineData(LiveVariables.LiveAvatarKey, "ключ", "LiveAvatar key", "characters")]
    [InlineData(LiveVariables.LiveAvatarKey, " ", "LiveAvatar key", "not set")]
    [InlineData(LiveVariables.AvatarId, "", "LiveAvatar avatar", "not set")]
    [InlineData(LiveVariables.AvatarId, "Wayne", "LiveAvatar avatar", "no UUID")]
    [InlineData(LiveVariables.AvatarId, "00000000-0000-0000-0000-000000000000", "LiveAvatar avatar", "neither")]
    [InlineData(LiveVariables.LiveAvatarUrl, "nonsense", "LiveAvatar", "no http or https address")]
    [InlineData(LiveVariables.LiveAvatarUrl, "ftp://127.0.0.1", "LiveAvatar", "no http or https address")]
    [InlineData(LiveVariables.LiveAvatarUrl, Nobody, "TCP to LiveAvatar", "127.0.0.1:1")]
    public async Task LiveAvatar_WithAWrongVariable_IsNamedWithItsRemedy(string variable, string value, string subject, string detail)
    {
        await using var stage = await CheckStage.StartAsync();
        stage[variable] = value;
        AssertWrong(await stage.CheckLiveAvatarAsync(), subject, detail);
    }

    [Theory]
    [InlineData(LiveVariables.ElevenLabsKey, "wrong", "ElevenLabs secret", "refused the API key")]
    [InlineData(LiveVariables.ElevenLabsKey, "ключ", "ElevenLabs secret", "characters")]
    [InlineData(LiveVariables.ElevenLabsKey, "", "ElevenLabs agent", "not set")]
    [InlineData(LiveVariables.AgentId, "wrong", "ElevenLabs agentId", "no such agent")]
    [InlineData(LiveVariables.AgentId, "", "ElevenLabs agent", "not set")]
    [InlineData(LiveVariables.ElevenLabsUrl, "nonsense", "ElevenLabs", "no http or https address")]
    [InlineData(LiveVariables.ElevenLabsUrl, Nobody, "TCP to ElevenLabs", "127.0.0.1:1")]
    public async Task ElevenLabs_WithAWrongVariable_IsNamedWithItsRemedy(string variable, string value, string subject, string detail)
    {
        await using var stage = await CheckStage.StartAsync();
        stage[variable] = value;
        AssertWrong(await stage.CheckElevenLabsAsync(), subject, detail);
    }

    [Fact]
    public async Task LiveAvatar_WithoutCredits_IsWrong()
    {
        await using var stage = await CheckStage.StartAsync();
        stage.LiveAvatar.Switches.Credits = 0;
        AssertWrong(await stage.CheckLiveAvatarAsync(), "LiveAvatar credits", "none left");
    }

    [Fact]
    public async Task LiveAvatar_AtAnAddressOfSomethingElse_IsNotTakenForGood()
    {
        await using var stage = await CheckStage.StartAsync();
        stage[LiveVariables.LiveAvatarUrl] = stage.ElevenLabs.BaseAddress.ToString();
        AssertWrong(await stage.CheckLiveAvatarAsync(), "LiveAvatar key", "not how LiveAvatar answers");
    }

    [Fact]
    public async Task ElevenLabs_AgentOfTextOnly_IsWrongAndAShortOneIsNoted()
    {
        await using var stage = await CheckStage.StartAsync(new() { TextOnly = true });
        var results = await stage.CheckElevenLabsAsync();
        AssertWrong(results, "ElevenLabs agent", "can't be used");
        var wrong = results.First(result => result.Outcome == CheckOutcome.Wrong);
        var note = results.First(result => result.Outcome == CheckOutcome.Note);
        Assert.EndsWith("text_only", wrong.Subject, StringComparison.Ordinal);
        Assert.Contains("600 s", note.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_OfWrongKeys_DontRepeatThem()
    {
        const string Secret = "sk_do_not_repeat_me";
        await using var stage = await CheckStage.StartAsync();
        stage[LiveVariables.LiveAvatarKey] = Secret;
        stage[LiveVariables.ElevenLabsKey] = Secret;
        var results = (IReadOnlyList<CheckResult>)[.. await stage.CheckLiveAvatarAsync(), .. await stage.CheckElevenLabsAsync()];
        Assert.All(results, result => Assert.DoesNotContain(Secret, result.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Live_WithVariablesMissing_NamesAllOfThem()
    {
        var variables = new LiveVariables(name => name switch
        {
            LiveVariables.AvatarId => "some",
            LiveVariables.ElevenLabsUrl => "nonsense",
            _ => null,
        });
        var error = Assert.Throws<UsageException>(() => LiveAccounts.Read(variables));
        Assert.Equal(
            "set in the environment: LIVEAVATAR_API_KEY, ELEVENLABS_API_KEY, ELEVENLABS_AGENT_ID, "
            + "ELEVENLABS_URL (an http or https address).",
            error.Message);
    }

    private static void AssertWrong(IReadOnlyList<CheckResult> results, string subject, string detail)
    {
        var wrong = Assert.Single(results, result => result.Subject == subject);
        Assert.Equal(CheckOutcome.Wrong, wrong.Outcome);
        Assert.Contains(detail, wrong.Detail, StringComparison.Ordinal);
        Assert.False(string.IsNullOrWhiteSpace(wrong.Remedy));
    }
}
