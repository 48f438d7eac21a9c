using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Connectors.Integration.Tests.Api;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.LiveAvatar.Lite;
using Connectors.Sandbox.Rooms;
using Connectors.Sandbox.Sound;
using Connectors.Testing;

namespace Connectors.Integration.Tests.Docs;

/// <summary>The calls of docs/13-which-route.md, run by bash with curl and jq as a reader would, in the page's order.</summary>
public sealed partial class RouteExampleTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connectors-examples-");
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    private ApiStage _stage = null!;
    private RoomServer _rooms = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _rooms = await RoomServer.StartOwnAsync(TimeProvider.System, Stop);
        _stage = await ApiStage.StartAsync();
        var tenant = await _stage.TenantAsync();
        await tenant.LiveAvatarCredentialAsync();
        var voices = await tenant.ElevenLabsCredentialAsync();
        _variables["API"] = new Uri(_stage.Address, "/api/v1").ToString();
        _variables["SDK"] = new Uri(_stage.Address, "/liveavatar").ToString();
        _variables["KEY"] = tenant.Key;
        _variables["AGENT"] = await tenant.VoiceAgentAsync(voices);
        _variables["AVATAR"] = LiveAvatarCloud.OtherAvatar;
        _variables["LIVEAVATAR_KEY"] = ApiStage.LiveAvatarKey;
        _variables["LIVEKIT_API_KEY"] = _rooms.ApiKey;
        _variables["LIVEKIT_API_SECRET"] = _rooms.ApiSecret.Reveal();
        _variables["AGORA_APP_ID"] = new string('a', 32);
        _variables["AGORA_TOKEN"] = "007agora";
        _variables["VOICES"] = voices;
        _variables["ELEVENLABS_AGENT"] = _stage.ElevenLabs.Behaviour.AgentId;
        _variables["VOICE"] = _stage.ElevenLabs.Behaviour.Account.Voices[0];
        WriteSounds();
    }

    public async ValueTask DisposeAsync()
    {
        await _stage.DisposeAsync();
        await _rooms.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task EveryCallOfThePage_IsAnsweredAsItSays()
    {
        var seen = new List<string>();
        foreach (var (section, block) in Blocks())
        {
            var answers = await RunAsync(block);
            Assert.All(answers, answer => Assert.False(IsProblem(answer), $"{block}\n{answer}"));
            await CheckAsync(section, block, answers);
            seen.Add(section);
        }

        Assert.Equal(
            [
                "A voice agent and nothing else", "Pages with LiveAvatar's web SDK", "A session that you started yourself",
                "Your own LiveKit", "Your own Agora", "No agent: broadcast",
            ],
            seen.Distinct());
        Assert.Equal(6, _stage.LiveAvatar.Sessions.Count);
        Assert.NotNull(_stage.LiveAvatar.Sessions[3].Request.LiveKit);
        Assert.NotNull(_stage.LiveAvatar.Sessions[4].Request.Json["agora_config"]);
        Assert.Contains(
            _stage.LiveAvatar.Sessions[^1].Log.Records,
            record => record is { Direction: LiteDirection.Received, Type: "agent.speak", AudioBytes: > 0 });
    }

    // What the page says of a call's answer.
    private async Task CheckAsync(string section, string block, List<JsonElement> answers)
    {
        switch (section)
        {
            case "A voice agent and nothing else":
                await CheckStartedAsync(Assert.Single(answers), _stage.LiveAvatar.Sessions[0].Room!.Url);
                break;
            case "Pages with LiveAvatar's web SDK":
                var answer = Assert.Single(answers);
                Assert.Equal(1000, answer.GetProperty("code").GetInt32());
                var data = answer.GetProperty("data");
                Assert.NotEmpty(data.GetProperty("livekit_url").GetString()!);
                Assert.NotEmpty(data.GetProperty("livekit_client_token").GetString()!);
                await CheckLiveAsync(data.GetProperty("session_id").GetString()!);
                break;
            case "Your own LiveKit":
                await CheckStartedAsync(Assert.Single(answers), _rooms.Url);
                break;
            case "A session that you started yourself" or "Your own Agora":
                await CheckStartedAsync(Assert.Single(answers), null);
                break;
            case "No agent: broadcast" when block.StartsWith("SESSION=", StringComparison.Ordinal):
                Assert.Empty(answers);
                _stage.Rooms.Room.AvatarJoins();
                _stage.Rooms.Room.UserJoins();
                break;
            case "No agent: broadcast":
                Assert.All(answers, static said => Assert.True(said.GetProperty("accepted").GetBoolean(), $"{said}"));
                Assert.NotEmpty(answers[0].GetProperty("say_id").GetString()!);
                Assert.True(answers[0].GetProperty("audio_ms").GetDouble() >= 499, $"{answers[0]}");
                Assert.Equal(block.Contains("/interrupt", StringComparison.Ordinal) ? 2 : 1, answers.Count);
                break;
            default:
                Assert.Fail($"Nobody knows what the answers of '{section}' have to be.");
                break;
        }
    }

    private async Task CheckStartedAsync(JsonElement answer, Uri? room)
    {
        Assert.Equal("live", answer.GetProperty("state").GetString());
        Assert.Equal(room?.ToString().TrimEnd('/'), answer.GetProperty("livekit_url").GetString()?.TrimEnd('/'));
        Assert.Equal(room is null, answer.GetProperty("livekit_client_token").GetString() is not { Length: > 0 });
        await CheckLiveAsync(answer.GetProperty("id").GetString()!);
    }

    private async Task CheckLiveAsync(string id)
    {
        var session = await _stage.CallAsync("GET", $"sessions/{id}", null, _variables["KEY"]);
        Assert.Equal("live", session.Expect(200).Text("state"));
    }

    private static bool IsProblem(JsonElement answer) =>
        answer.TryGetProperty("type", out var type) && type.GetString()!.StartsWith("urn:", StringComparison.Ordinal);

    // One after the other, each knowing what those before it have set.
    private async Task<List<JsonElement>> RunAsync(string block)
    {
        var script = new StringBuilder("set -euo pipefail\nffmpeg() { cat concert.pcm; }\n[ ! -e set ] || . ./set\n")
            .Append(block).Append("\nprintf 'SESSION=%q\\nROOMS=%q\\n' \"${SESSION-}\" \"${ROOMS-}\" >set\n").ToString();
        using var bash = Process.Start(Start(script))
            ?? throw new InvalidOperationException("The examples need bash.");
        var (output, error) = (bash.StandardOutput.ReadToEndAsync(Stop), bash.StandardError.ReadToEndAsync(Stop));
        await bash.WaitForExitAsync(Stop).WaitAsync(Patience, TimeProvider.System, Stop);
        Assert.True(bash.ExitCode == 0, $"{block}\nThe examples need curl and jq.\n{await output}\n{await error}");
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(await output), new() { AllowMultipleValues = true });
        List<JsonElement> answers = [];
        while (reader.Read())
        {
            answers.Add(JsonElement.ParseValue(ref reader));
        }

        return answers;
    }

    private ProcessStartInfo Start(string script)
    {
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NO_PROXY"] = "*";
        foreach (var (name, value) in _variables)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private IEnumerable<(string Section, string Block)> Blocks()
    {
        var section = string.Empty;
        foreach (Match match in HeadingOrBlock().Matches(File.ReadAllText(RepositoryRoot.PathOf("docs/13-which-route.md"))))
        {
            if (match.Groups["heading"].Success)
            {
                section = match.Groups["heading"].Value;
            }
            else
            {
                yield return (section, match.Groups["block"].Value
                    .Replace("https://api.liveavatar.com/", _stage.LiveAvatar.BaseAddress.ToString(), StringComparison.Ordinal)
                    .Replace("wss://'$LIVEKIT_API_KEY'", "ws://'$LIVEKIT_API_KEY'", StringComparison.Ordinal)
                    .Replace("project.livekit.cloud", _rooms.Url.Authority, StringComparison.Ordinal));
            }
        }
    }

    private void WriteSounds()
    {
        var samples = new short[24_000 / 2];
        new Tone(440, 24_000).Fill(samples);
        foreach (var name in (string[])["welcome.wav", "news.wav"])
        {
            new WavFile(24_000, samples).Write(Path.Combine(_folder.FullName, name));
        }

        File.WriteAllBytes(Path.Combine(_folder.FullName, "concert.pcm"), MemoryMarshal.AsBytes(samples.AsSpan()));
    }

    [GeneratedRegex("^## (?<heading>[^\n]+)$|^```\n(?<block>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex HeadingOrBlock();
}
