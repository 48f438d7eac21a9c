using Connectors.LiveKit;
using Connectors.Providers.ElevenLabs;
using Connectors.Sandbox.Demo;
using Connectors.Validation;

namespace Connectors.Sandbox.Check;

/// <summary>Checks what a real session needs: native library, keys, the agent's settings, the network; each with its remedy.</summary>
internal sealed class CheckCommand : ISandboxCommand
{
    private static readonly CommandOption[] Options =
    [
        new("--room-host", "HOST", "a LiveKit host to try by UDP (default: the host of LIVEKIT_URL)"),
    ];

    public string Name => "check";

    public string Summary => "native library, keys, agent settings, UDP and TCP reach, each with its remedy";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var line = CommandLine.Parse(args, Options);
        if (line.WantsHelp)
        {
            await Console.Out.WriteLineAsync(CommandLine.Help(this, Options));
            await Console.Out.WriteLineAsync($"Reads {LiveAccounts.Variables}.");
            return 0;
        }

        List<CheckResult> results = [Library()];
        try
        {
            results.AddRange(await AccountsAsync(LiveAccounts.Read(), cancellationToken));
        }
        catch (UsageException missing)
        {
            results.Add(new("accounts", null, missing.Message, "Set them to have keys, agent and hosts checked."));
        }

        results.Add(await RoomHostAsync(line.Text("--room-host"), cancellationToken));
        results.ForEach(Print);
        return results.Any(result => result.IsGood == false) ? 1 : 0;
    }

    private static CheckResult Library()
    {
        try
        {
            LiveKitServices.LoadLibrary();
            return new("LiveKit library", true, "loads");
        }
        catch (LiveKitLibraryException error)
        {
            return new(
                "LiveKit library", false, error.Message,
                "Use linux-x64 with glibc, the container, or an official build by CONNECTORS_LIVEKIT_LIBRARY.");
        }
    }

    private static async Task<IEnumerable<CheckResult>> AccountsAsync(LiveAccounts accounts, CancellationToken cancellationToken)
    {
        var reach = new NetworkReach(TimeProvider.System);
        using var http = new HttpClient();
        await using var services = Services(http);
        var report = await services.GetRequiredService<IConnector>().ValidateAsync(accounts.Setup, cancellationToken);
        return
        [
            await reach.TcpAsync("TCP to LiveAvatar", accounts.LiveAvatarAddress, cancellationToken),
            await LiveAvatarKeyAsync(http, accounts, cancellationToken),
            await reach.TcpAsync("TCP to ElevenLabs", accounts.ElevenLabsAddress, cancellationToken),
            .. report.Findings.Select(finding => new CheckResult(
                $"ElevenLabs {finding.Field}", finding.Severity != FindingSeverity.Error, finding.Code, finding.Message)),
            new("ElevenLabs agent", report.IsUsable, report.IsUsable ? "can be used" : "can't be used as it is"),
        ];
    }

    private static ServiceProvider Services(HttpClient http) => new ServiceCollection()
        .AddSingleton<HttpMessageInvoker>(http)
        .AddSingleton(TimeProvider.System)
        .AddElevenLabs()
        .BuildServiceProvider();

    private static async Task<CheckResult> LiveAvatarKeyAsync(HttpClient http, LiveAccounts accounts, CancellationToken cancellationToken)
    {
        const string Subject = "LiveAvatar key";
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(accounts.LiveAvatarAddress, "/v1/users/credits"));
        request.Headers.Add("X-API-KEY", accounts.LiveAvatarKey.Reveal());
        try
        {
            using var answer = await http.SendAsync(request, cancellationToken);
            return answer.IsSuccessStatusCode
                ? new(Subject, true, "is good")
                : new(
                    Subject, false, $"refused with {(int)answer.StatusCode}",
                    "Make a key at LiveAvatar (a HeyGen key does not work there).");
        }
        catch (HttpRequestException error)
        {
            return new(Subject, null, error.Message, "See the network's checks.");
        }
    }

    private static async Task<CheckResult> RoomHostAsync(string? host, CancellationToken cancellationToken)
    {
        if (host is null && Uri.TryCreate(Environment.GetEnvironmentVariable("LIVEKIT_URL"), UriKind.Absolute, out var url))
        {
            host = url.Host;
        }

        return host is null
            ? new("UDP to the room server", null, "no host given", "Name one by --room-host or LIVEKIT_URL.")
            : await new NetworkReach(TimeProvider.System).UdpAsync(host, cancellationToken);
    }

    private static void Print(CheckResult result)
    {
        var word = result.IsGood switch
        {
            true => "ok   ",
            false => "WRONG",
            _ => "-    ",
        };
        Console.Out.WriteLine($"{word}  {result.Subject}: {result.Detail}");
        if (result is { IsGood: not true, Remedy: { } remedy })
        {
            Console.Out.WriteLine($"       {remedy}");
        }
    }
}
