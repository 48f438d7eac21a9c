using System.Text;
using System.Text.RegularExpressions;

namespace Connectors.Tests.Conventions;

/// <summary>
/// Documents tell the truth where a test can see it: links resolve, commands name things that exist, numbers are in order.
/// </summary>
internal static partial class Documents
{
    private static readonly string[] KnownTools = ["git", "cd", "export", "curl", "apt-get", "npm", "sudo", "ffplay", "jq"];

    /// <summary>Relative links of a Markdown file, with their headings.</summary>
    public static IEnumerable<Finding> Links(string path, string text, Func<string, string?> read)
    {
        foreach (Match match in LinkPattern().Matches(FencePattern().Replace(text, string.Empty)))
        {
            var target = match.Groups[1].Value;
            if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal))
            {
                continue;
            }

            var parts = target.Split('#', 2);
            var file = parts[0].Length == 0 ? path : Resolve(path, parts[0]);
            var content = read(file);
            if (content is null)
            {
                yield return new("link", path, $"{target}: there is no {file}");
            }
            else if (parts.Length == 2 && !Headings(content).Contains(parts[1]))
            {
                yield return new("link", path, $"{target}: {file} has no such heading");
            }
        }
    }

    /// <summary>Mentions of our documents in comments and settings: <c>docs/adr/0003</c>, <c>docs/01-architecture.md</c>.</summary>
    public static IEnumerable<Finding> Mentions(string path, string text, IReadOnlyCollection<string> files) =>
        from Match match in MentionPattern().Matches(text)
        let mention = match.Value.TrimEnd('.')
        where !files.Any(file => file == mention || (file.StartsWith(mention, StringComparison.Ordinal) && AdrPattern().IsMatch(mention)))
        select new Finding("link", path, $"mentions {mention}, which is not there");

    /// <summary>Commands in fenced blocks of documents.</summary>
    public static IEnumerable<Finding> Commands(string path, string text, Func<string, bool> exists, string sandboxSource)
    {
        var blocks = FencePattern().Matches(text).Where(block => block.Groups[1].Value is "" or "bash" or "sh" or "console");
        foreach (var line in blocks.SelectMany(block => block.Groups[2].Value.Split('\n')).Select(line => line.Trim().TrimStart('$', ' ')))
        {
            var words = line.Split(" #", 2)[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).SkipWhile(IsSetting).ToList();
            if (words.Count > 0 && IsCommand(words[0]) && Breach(words, exists, sandboxSource) is { } what)
            {
                yield return new("command", path, $"{line}: {what}");
            }
        }
    }

    /// <summary>Documents are numbered in reading order, and the index lists all of them in it.</summary>
    public static IEnumerable<Finding> Numbering(IReadOnlyCollection<string> files, string index)
    {
        var pages = files.Where(file => file.EndsWith(".md", StringComparison.Ordinal) && file != "docs/README.md").ToList();
        foreach (var page in pages.Where(page => !PagePattern().IsMatch(page)))
        {
            yield return new("numbering", page, "is not docs/NN-name.md, docs/adr/NNNN-name.md or in docs/api/");
        }

        foreach (var twins in pages.GroupBy(page => page[..(page.LastIndexOf('/') + 3)]).Where(g => g.Count() > 1 && !IsAdr(g.Key)))
        {
            yield return new("numbering", twins.Key, "is the number of several documents");
        }

        foreach (var twins in pages.Where(IsAdr).GroupBy(page => page[..13]).Where(g => g.Count() > 1))
        {
            yield return new("numbering", twins.Key, "is the number of several decisions");
        }

        var listed = LinkPattern().Matches(index).Select(match => $"docs/{match.Groups[1].Value}").Where(pages.Contains).ToList();
        foreach (var missing in pages.Except(listed))
        {
            yield return new("numbering", missing, "is not in docs/README.md");
        }

        if (!listed.SequenceEqual(listed.OrderBy(IsAdr).ThenBy(page => page, StringComparer.Ordinal)))
        {
            yield return new("numbering", "docs/README.md", "does not list the documents in reading order");
        }
    }

    private static bool IsAdr(string page) => page.StartsWith("docs/adr/", StringComparison.Ordinal);

    private static bool IsSetting(string word) => SettingPattern().IsMatch(word);

    // Output and pictures in a block are no commands; what starts with a word that could be one is.
    private static bool IsCommand(string word) => word is "dotnet" or "bash" or "node" or "sh" || KnownTools.Contains(word);

    private static string? Breach(IReadOnlyList<string> words, Func<string, bool> exists, string sandboxSource)
    {
        var target = words switch
        {
            ["dotnet", "run", "--project", var project, ..] => project,
            ["dotnet", "run", ..] => "--project",
            ["dotnet", "test" or "build" or "restore" or "format", var project, ..] when !project.StartsWith('-') => project,
            ["bash" or "sh" or "node", var script, ..] => script,
            _ => null,
        };
        if (target is not null && !exists(target))
        {
            return $"there is no {target}";
        }

        var verb = words.SkipWhile(word => word != "--").Skip(1).FirstOrDefault(word => !word.StartsWith('-'));
        return verb is not null && target == "src/Connectors.Sandbox" && !sandboxSource.Contains($"\"{verb}\"", StringComparison.Ordinal)
            ? $"the sandbox has no command {verb}"
            : null;
    }

    private static string Resolve(string path, string target) => Path.GetRelativePath(
        Repository.Root, Path.GetFullPath(target, Path.GetDirectoryName(Repository.FullPath(path))!)).Replace('\\', '/');

    // As code hosts make anchors: lower case, punctuation gone, blanks to hyphens.
    private static IEnumerable<string> Headings(string text) => FencePattern().Replace(text, string.Empty).Split('\n')
        .Where(line => line.StartsWith('#'))
        .Select(line => line.TrimStart('#').Trim().Aggregate(new StringBuilder(), Anchor).ToString());

    private static StringBuilder Anchor(StringBuilder anchor, char c) =>
        char.IsLetterOrDigit(c) || c is '-' or '_' ? anchor.Append(char.ToLowerInvariant(c)) : c == ' ' ? anchor.Append('-') : anchor;

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"^```(\w*)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FencePattern();

    [GeneratedRegex(@"(?<![\w./-])docs/[\w./-]+")]
    private static partial Regex MentionPattern();

    [GeneratedRegex(@"^docs/adr/\d{4}$")]
    private static partial Regex AdrPattern();

    [GeneratedRegex(@"^docs/(\d\d-[a-z0-9-]+\.md|adr/\d{4}-[a-z0-9-]+\.md|api/.*)$")]
    private static partial Regex PagePattern();

    [GeneratedRegex("^[A-Z_]+=")]
    private static partial Regex SettingPattern();
}
