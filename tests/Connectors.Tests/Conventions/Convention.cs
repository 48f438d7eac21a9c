namespace Connectors.Tests.Conventions;

/// <summary>Holds what rules found against the allow-list and fails with everything that is wrong, one line each.</summary>
internal static class Convention
{
    private static readonly AllowList Allowed = AllowList.Load();

    /// <summary>All rules there are; an allow-list entry under another name would never be called stale.</summary>
    public static IReadOnlyCollection<string> Rules { get; } =
    [
        "file-lines", "method-lines", "constructor-parameters", "line-columns", "one-public-type", "file-name", "banned-call",
        "suppression", "log-event", "telemetry-name", "dependency", "provider-isolation", "livekit-types", "word", "text-form",
        "link", "command", "numbering", "address", "lock-file", "test-place",
    ];

    public static void Hold(string rule, IEnumerable<Finding> findings)
    {
        Assert.Contains(rule, Rules);
        var wrong = Allowed.Check(rule, findings);
        Assert.True(wrong.Count == 0, $"{rule}: {wrong.Count} breach(es)\n{string.Join('\n', wrong)}");
    }

    /// <summary>For self-tests: what a rule finds in a snippet that pretends to be the file of this path.</summary>
    public static IReadOnlyList<string> Found(Func<SourceFile, IEnumerable<Finding>> rule, string path, string text) =>
        [.. rule(new(path, text)).Select(finding => finding.What)];
}
