using System.Text.Json;
using Connectors.Rtc.Tests.Browser;

namespace Connectors.Rtc.Tests.WebConsole;

/// <summary>Stands between the page and the service until the page is loaded anew: some calls have other answers.</summary>
/// <param name="page">The page.</param>
internal sealed class PageFaults(BrowserPage page)
{
    /// <summary>A stream that says that all is told.</summary>
    public const string Told = "event: sessions.told\ndata: {\"type\":\"sessions.told\",\"count\":0}\n\n";

    // A fault is for the next calls of a path, but for some that pass before; "at" has when they came.
    private const string Script = """
        (() => {
          const real = window.fetch;
          window.faults = [];
          window.fetch = async (url, how) => {
            const { pathname } = new URL(url);
            const fault = window.faults.find(one => one.left > 0 && pathname.endsWith(one.path));
            if (!fault || fault.pass-- > 0) return real(url, how);
            fault.left--;
            fault.at.push(performance.now());
            if (fault.status) return new Response(fault.body, { status: fault.status });
            const answer = await real(url, how);
            await fault.released;
            return answer;
          };
        })()
        """;

    public Task BeginAsync() => page.EvaluateAsync(Script);

    /// <summary>Other answers.</summary>
    /// <param name="path">How the calls' paths end.</param>
    /// <param name="status">Their status.</param>
    /// <param name="body">Their body, as an expression of JavaScript.</param>
    /// <param name="count">How many calls have them.</param>
    /// <param name="pass">How many pass before.</param>
    public Task AnswerAsync(string path, int status, string body = "''", int count = 1, int pass = 0) => page.EvaluateAsync(
        $"void faults.push({{ path: '{path}', status: {status}, body: {body}, left: {count}, pass: {pass}, at: [] }})");

    /// <summary>Holds the answer of one call, which itself gets through.</summary>
    public Task HoldAsync(string path, int pass) => page.EvaluateAsync($$"""
        (() => {
          const held = { path: '{{path}}', left: 1, pass: {{pass}}, at: [] };
          held.released = new Promise(resolve => { held.release = resolve; });
          faults.push(held);
        })()
        """);

    /// <summary>Waits until the call that is to be held was made.</summary>
    public Task HeldAsync() => page.WaitAsync("faults.at(-1).at.length > 0");

    public Task ReleaseAsync() => page.EvaluateAsync("void faults.find(one => one.release).release()");

    /// <summary>The time from the first call of a fault to the last of all.</summary>
    public async Task<TimeSpan> TookAsync() => TimeSpan.FromMilliseconds(
        (await page.EvaluateAsync("Math.max(...faults.flatMap(one => one.at)) - faults[0].at[0]"))!.GetValue<double>());

    /// <summary>A text as an expression of JavaScript.</summary>
    public static string Text(string text) => JsonSerializer.Serialize(text);
}
