namespace Connectors.Integration.Tests.Sandbox.Gemini;

/// <summary>The stand-in is as strict as the real one: what our connector never does is refused here.</summary>
public sealed class GeminiSandboxTests
{
    private const string Audio = """{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=16000","data":"AAAA"}}}""";

    [Theory]
    [InlineData(Audio)]
    [InlineData("""{"clientContent":{"turnComplete":true}}""")]
    [InlineData("""{"setup":{}}""")]
    [InlineData("""{"setup":7}""")]
    [InlineData("{}")]
    [InlineData("no JSON")]
    public async Task FirstMessage_ThatIsNoGoodSetup_EndsTheConnection(string message)
    {
        await using var client = await LiveClient.OpenAsync();
        Assert.InRange((await client.RefusedAsync(message)).Status, 1007, 1008);
    }

    [Theory]
    [InlineData(""","voice":"Puck" """, "Unknown name \"voice\" at 'setup'")]
    [InlineData(""","realtimeInputConfig":{"automaticActivityDetection":{"silence":1}}""", "Unknown name \"silence\"")]
    [InlineData(""","tools":[{"functions":[]}]""", "Unknown name \"functions\"")]
    [InlineData(""","tools":[{"functionDeclarations":[{"type":"function"}]}]""", "Unknown name \"type\"")]
    [InlineData(""","realtimeInputConfig":{"activityHandling":"MAYBE"}""", "invalid argument")]
    [InlineData(""","realtimeInputConfig":{"automaticActivityDetection":{"startOfSpeechSensitivity":"HIGH"}}""", "invalid argument")]
    [InlineData(""","sessionResumption":{"handle":"nobody's"}""", "invalid argument")]
    [InlineData(""","sessionResumption":{"handle":null}""", "not implemented")]
    public async Task Setup_WithWhatIsUnknownOrWrong_IsRefused(string more, string reason)
    {
        await using var client = await LiveClient.OpenAsync();
        Assert.Contains(reason, (await client.RefusedAsync(LiveClient.Setup(more))).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setup_OfAnUnknownModelOrAWrongModality_IsRefused()
    {
        await using var model = await LiveClient.OpenAsync();
        Assert.Equal(1008, (await model.RefusedAsync(LiveClient.Setup(model: "models/gemini-9"))).Status);
        await using var modality = await LiveClient.OpenAsync();
        var text = LiveClient.Setup().Replace("AUDIO", "TEXT", StringComparison.Ordinal);
        Assert.Equal(1007, (await modality.RefusedAsync(text)).Status);
    }

    [Theory]
    [InlineData("""{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=16000","data":"A"}}}""")]
    [InlineData("""{"realtimeInput":{"audio":{"mimeType":"audio/opus","data":"AAAA"}}}""")]
    [InlineData("""{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=192000","data":"AAAA"}}}""")]
    [InlineData("""{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=16000","data":"AAA="},"text":"both"}}""")]
    [InlineData("""{"realtimeInput":{"sound":{}}}""")]
    [InlineData("""{"realtimeInput":{"text":7}}""")]
    [InlineData("""{"realtimeInput":{"activityStart":{}}}""")]
    [InlineData("""{"clientContent":{"turns":[{"role":"user","parts":[{"text":"Hi"}]}],"turnComplete":true}}""")]
    [InlineData("""{"clientContent":{"text":"Hi"}}""")]
    [InlineData("""{"toolResponse":{"functionResponses":[{"id":"x","name":"f","response":"text"}]}}""")]
    [InlineData("""{"toolResponse":{}}""")]
    [InlineData("""{"somethingElse":{}}""")]
    [InlineData("""{"realtimeInput":{"text":"a"},"clientContent":{}}""")]
    public async Task Message_ThatIsWrong_EndsTheConnection(string message)
    {
        await using var client = await LiveClient.ReadyAsync();
        Assert.Equal(1007, (await client.RefusedAsync(message)).Status);
    }

    [Fact]
    public async Task Setup_SentTwice_EndsTheConnection()
    {
        await using var client = await LiveClient.ReadyAsync();
        Assert.Equal(1007, (await client.RefusedAsync(LiveClient.Setup())).Status);
    }

    [Fact]
    public async Task Conversation_WhoseContextIsNotCompressed_EndsAtItsLimit()
    {
        await using var client = await LiveClient.ReadyAsync(switches: new() { UncompressedLimit = TimeSpan.Zero });
        Assert.Equal(1008, (await client.RefusedAsync(Audio)).Status);
        await using var compressed = await LiveClient.ReadyAsync(
            ""","contextWindowCompression":{"slidingWindow":{}}""", new() { UncompressedLimit = TimeSpan.Zero });
        await compressed.SendAsync(Audio);
        Assert.Equal(1007, (await compressed.RefusedAsync("{}")).Status);
    }

    [Fact]
    public async Task Connection_NearItsLimit_IsToldHowLongItLasts()
    {
        await using var client = await LiveClient.ReadyAsync(
            switches: new() { ConnectionLimit = TimeSpan.FromSeconds(1), GoAwayNotice = TimeSpan.FromSeconds(0.5) });
        Assert.Equal("0.5s", (string)(await client.NextAsync())!["goAway"]!["timeLeft"]!);
        Assert.Null(await client.NextAsync());
    }

    [Fact]
    public async Task Resumption_NotAskedFor_IsNotTold()
    {
        await using var client = await LiveClient.ReadyAsync();
        await client.SendAsync("""{"realtimeInput":{"text":"Hello"}}""");
        Assert.True((await client.NextAsync())!.ContainsKey("serverContent"));
    }
}
