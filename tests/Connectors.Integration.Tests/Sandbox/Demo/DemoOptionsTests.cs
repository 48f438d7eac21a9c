using Connectors.Sandbox;
using Connectors.Sandbox.Demo;
using Connectors.Sandbox.Rooms;
using Connectors.Sandbox.Sound;

namespace Connectors.Integration.Tests.Sandbox.Demo;

/// <summary>Every option of <c>demo</c> with values that are no good: refused in one sentence, before anything is started.</summary>
public sealed class DemoOptionsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("connectors-test-").FullName;

    [Theory]
    [InlineData("Unknown option '--conector'", "--conector", "elevenlabs")]
    [InlineData("Unknown option 'extra'", "extra")]
    [InlineData("Unknown option '--json=true'", "--json=true")]
    [InlineData("--json is given twice", "--json", "--json")]
    [InlineData("--connector needs a value", "--connector")]
    [InlineData("there is no 'eleven'", "--connector", "eleven")]
    [InlineData("--in: Could not find", "--in", "{folder}/nothing.wav")]
    [InlineData("not a WAV file", "--in", "{folder}/text.txt")]
    [InlineData("--in:", "--in", "")]
    [InlineData("--in:", "--in", "{folder}")]
    [InlineData("nothing to be heard", "--in", "{folder}/silence.wav")]
    [InlineData("exclude each other", "--in", "{folder}/silence.wav", "--say", "hello")]
    [InlineData("--turns must be", "--turns", "0")]
    [InlineData("--turns must be", "--turns", "101")]
    [InlineData("--turns must be", "--turns", "two")]
    [InlineData("--interrupt-after must be", "--interrupt-after", "soon")]
    [InlineData("--interrupt-after must be", "--interrupt-after", "-1")]
    [InlineData("--interrupt-after must be", "--interrupt-after", "NaN")]
    [InlineData("--interrupt-after must be", "--interrupt-after", "31")]
    [InlineData("--agent-script: Could not find", "--agent-script", "{folder}/nothing.json")]
    [InlineData("not an agent script", "--agent-script", "{folder}/text.txt")]
    [InlineData("unknown member 'repliez'", "--agent-script", "{folder}/typo.json")]
    [InlineData("--agent-script:", "--agent-script", "")]
    [InlineData("nothing can be written", "--out", "{folder}/text.txt")]
    [InlineData("nothing can be written", "--out", "/proc/nothing")]
    [InlineData("nothing can be written", "--out", "")]
    public async Task Options_ThatAreNoGood_AreRefusedInOneSentence(string expected, params string[] args)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "text.txt"), "text", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(_folder, "typo.json"), """{"repliez":["hello"]}""", Cancellation);
        new WavFile(SandboxUser.SampleRate, new short[4_800]).Write(Path.Combine(_folder, "silence.wav"));

        var error = await Assert.ThrowsAsync<UsageException>(() => ReadAsync(args));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task Options_ThatAreGood_AreTaken()
    {
        var options = await ReadAsync("--connector", "openai-realtime", "--turns", "3", "--interrupt-after", "1.5", "--json");
        Assert.Equal(("openai-realtime", 3, true), (options.Connector, options.Turns, options.Json));
        Assert.Equal(TimeSpan.FromSeconds(1.5), options.InterruptAfter);
        Assert.True(Directory.Exists(options.OutputFolder));
        Assert.Empty(Directory.GetFiles(options.OutputFolder));
    }

    [Fact]
    public void Live_BesideAnotherOption_IsRefused()
    {
        var line = CommandLine.Parse(["--live", "--turns", "2"], DemoOptions.All);
        var error = Assert.Throws<UsageException>(() => DemoOptions.RefuseBesideLive(line));
        Assert.Contains("--turns", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Task<DemoOptions> ReadAsync(params string[] args)
    {
        string[] all = [.. args.Select(arg => arg.Replace("{folder}", _folder, StringComparison.Ordinal))];
        if (!all.Contains("--out"))
        {
            all = ["--out", Path.Combine(_folder, "out"), .. all];
        }

        return DemoOptions.ReadAsync(CommandLine.Parse(all, DemoOptions.All), Cancellation);
    }
}
