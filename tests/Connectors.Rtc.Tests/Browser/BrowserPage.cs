using System.Text.Json.Nodes;

namespace Connectors.Rtc.Tests.Browser;

/// <summary>A tab of the browser.</summary>
/// <param name="browser">The browser.</param>
/// <param name="name">Its name among the tabs.</param>
internal sealed class BrowserPage(Chromium browser, string name)
{
    private const int Patience = 30;

    public Task ClickAsync(string selector) => DoAsync("click", new() { ["selector"] = selector });

    public Task FillAsync(string selector, string text) => DoAsync("fill", new() { ["selector"] = selector, ["text"] = text });

    public Task SelectAsync(string selector, string text) => DoAsync("select", new() { ["selector"] = selector, ["text"] = text });

    public Task CheckAsync(string selector, bool on) => DoAsync("check", new() { ["selector"] = selector, ["on"] = on });

    /// <summary>Presses the mouse's button on something, or lets it go.</summary>
    public Task HoldAsync(string selector, bool down) => DoAsync("hold", new() { ["selector"] = selector, ["down"] = down });

    /// <summary>Takes a picture of what can be seen.</summary>
    /// <param name="path">The PNG.</param>
    /// <param name="scheme"><c>light</c> or <c>dark</c>.</param>
    public Task PictureAsync(string path, string scheme) => DoAsync("picture", new() { ["path"] = path, ["scheme"] = scheme });

    public Task ReloadAsync() => DoAsync("reload", []);

    public Task CloseAsync() => DoAsync("close", []);

    public Task<JsonNode?> EvaluateAsync(string expression) => DoAsync("evaluate", new() { ["expression"] = expression });

    /// <summary>Waits until an expression is true, and tells its value.</summary>
    /// <param name="expression">JavaScript.</param>
    /// <param name="seconds">Limit.</param>
    public async Task<JsonNode> WaitAsync(string expression, int seconds = Patience)
    {
        try
        {
            return (await DoAsync("wait", new() { ["expression"] = expression, ["seconds"] = seconds }))!;
        }
        catch (InvalidOperationException error)
        {
            var story = await StoryAsync();
            throw new InvalidOperationException($"Not within {seconds} s: {expression}\n{error.Message}\n{story}", error);
        }
    }

    internal Task<JsonNode?> DoAsync(string action, JsonObject command)
    {
        command["do"] = action;
        command["page"] = name;
        return browser.CallAsync(command);
    }

    // What the page saw, for a failure's report.
    private async Task<string> StoryAsync()
    {
        var log = await EvaluateAsync("window.playground?.log.entries.map(e => `${e.name} ${JSON.stringify(e.detail)}`).join('\\n')");
        return $"{log}\n--\n{await DoAsync("console", [])}";
    }
}
