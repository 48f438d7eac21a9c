using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Connectors.Tests.Conventions;

/// <summary>
/// Declared log events: one id each over the whole solution, in the past tense, and with no placeholder that could hold speech,
/// identities, secrets or what a peer wrote.
/// </summary>
internal sealed partial record LogEvent(SourceFile File, AttributeSyntax Attribute, int? Id, string Message)
{
    // Words of placeholders, split at capitals, so that Context is fine and UserText is not.
    private static readonly HashSet<string> Forbidden = new(StringComparer.OrdinalIgnoreCase)
    {
        "text", "transcript", "identity", "identities", "participant", "argument", "arguments", "payload", "token", "secret", "password",
        "key", "url", "uri", "json", "body", "content", "prompt", "header", "headers", "query", "utterance", "speech", "audio", "greeting",
    };

    private static readonly HashSet<string> PastTense = new(StringComparer.OrdinalIgnoreCase)
    {
        "was", "were", "had", "did", "could", "sent", "lost", "began", "left", "took", "broke", "kept", "held", "found", "made", "went",
        "came", "met", "cut", "put", "read", "told", "gave", "ran", "fell", "spoke", "heard", "threw", "wrote", "shut", "hung", "got",
        "built", "let", "set", "swept", "overran",
    };

    public static IEnumerable<LogEvent> Of(SourceFile file) =>
        from attribute in file.All<AttributeSyntax>()
        where attribute.Name.ToString() is "LoggerMessage" or "LoggerMessageAttribute"
        let arguments = attribute.ArgumentList?.Arguments.ToList() ?? []
        select new LogEvent(file, attribute, IdOf(arguments), MessageOf(arguments));

    public IEnumerable<Finding> Check()
    {
        if (Id is null)
        {
            yield return File.At("log-event", Attribute, "has no literal EventId");
        }

        var words = WordPattern().Matches(PlaceholderPattern().Replace(Message, " ")).Select(match => match.Value).ToList();
        if (words.Count == 0 || words[0].EndsWith("ing", StringComparison.Ordinal) || !words.Any(IsPast))
        {
            yield return File.At("log-event", Attribute, $"is not in the past tense: {Message}");
        }

        foreach (var placeholder in PlaceholderPattern().Matches(Message).Select(match => match.Groups[1].Value))
        {
            if (CamelPattern().Matches(placeholder).Any(word => Forbidden.Contains(word.Value)))
            {
                yield return File.At("log-event", Attribute, $"placeholder {{{placeholder}}} may hold personal data or a secret");
            }
        }
    }

    public static IEnumerable<Finding> Duplicates(IEnumerable<LogEvent> events) =>
        from e in events
        where e.Id is not null
        group e by e.Id into same
        from twin in same.Skip(1)
        select twin.File.At("log-event", twin.Attribute, $"EventId {same.Key} is taken by {same.First().File.Path}");

    private static bool IsPast(string word) => PastTense.Contains(word) || word.EndsWith("ed", StringComparison.OrdinalIgnoreCase);

    private static int? IdOf(IReadOnlyList<AttributeArgumentSyntax> arguments)
    {
        var named = arguments.FirstOrDefault(argument => Named(argument) == "EVENTID");
        var literal = (named ?? arguments.FirstOrDefault(argument => Named(argument) is null))?.Expression as LiteralExpressionSyntax;
        return int.TryParse(literal?.Token.ValueText, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
    }

    private static string MessageOf(IReadOnlyList<AttributeArgumentSyntax> arguments)
    {
        var named = arguments.FirstOrDefault(argument => Named(argument) == "MESSAGE");
        var expression = (named ?? arguments.LastOrDefault(argument => Named(argument) is null))?.Expression;
        return string.Concat(expression?.DescendantNodesAndSelf().OfType<LiteralExpressionSyntax>().Select(l => l.Token.ValueText) ?? []);
    }

    private static string? Named(AttributeArgumentSyntax argument) =>
        (argument.NameEquals?.Name ?? argument.NameColon?.Name)?.Identifier.ValueText.ToUpperInvariant();

    [GeneratedRegex(@"\{@?(\w+)[^}]*\}")]
    private static partial Regex PlaceholderPattern();

    [GeneratedRegex(@"[A-Za-z']+")]
    private static partial Regex WordPattern();

    [GeneratedRegex(@"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")]
    private static partial Regex CamelPattern();
}
