using System.Diagnostics;
using System.Text.RegularExpressions;
using Connectors.Sandbox.Agents;
using Connectors.Testing;

namespace Connectors.Integration.Tests.Docs;

/// <summary>One of the example agents of docs/11-custom-agent.md, run as a process of its own.</summary>
internal sealed partial class CustomAgentExample : IAgentSandbox
{
    public const string Secret = "example-secret";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private Task _reading = Task.CompletedTask;

    private CustomAgentExample(Process process) => _process = process;

    public string BaseUrl { get; private set; } = string.Empty;

    /// <summary>Address for the setting <c>url</c>.</summary>
    public string Url => $"ws://{new Uri(BaseUrl).Authority}/";

    /// <summary>Starts one.</summary>
    /// <param name="language">csharp or javascript.</param>
    public static async Task<CustomAgentExample> StartAsync(string language)
    {
        var start = language == "csharp"
            ? new ProcessStartInfo("dotnet", [BuiltExample, "--urls", "http://127.0.0.1:0"])
            : new ProcessStartInfo("node", [RepositoryRoot.PathOf("docs/examples/custom-agent/agent.mjs")]);
        start.RedirectStandardOutput = true;
        start.Environment["AGENT_SECRET"] = Secret;
        start.Environment["PORT"] = "0";
        var example = new CustomAgentExample(Process.Start(start)!);
        try
        {
            await example.ListenAsync();
            return example;
        }
        catch
        {
            await example.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(Limit, TimeProvider.System, CancellationToken.None);
        await _reading;
        _process.Dispose();
    }

    // Beside this assembly, in the same configuration.
    private static string BuiltExample
    {
        get
        {
            var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return Path.Combine(here.Parent!.Parent!.FullName, "CustomAgentExample", here.Name, "CustomAgentExample.dll");
        }
    }

    [GeneratedRegex(@"://(127\.0\.0\.1:\d+)")]
    private static partial Regex AddressPattern();

    // It says where it listens.
    private async Task ListenAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        while (BaseUrl.Length == 0)
        {
            var line = await _process.StandardOutput.ReadLineAsync(limit.Token) ?? throw new IOException("The example ended.");
            BaseUrl = AddressPattern().Match(line) is { Success: true } match ? $"http://{match.Groups[1].Value}" : string.Empty;
        }

        _reading = DrainAsync();
    }

    private async Task DrainAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync(CancellationToken.None) is not null)
        {
            // A full pipe would hold it up.
        }
    }
}
