using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Connectors.Tests.Conventions;

/// <summary>Names that say nothing, and names for which the glossary has another word (docs/02-words.md).</summary>
internal static partial class Words
{
    private static readonly HashSet<string> Avoided = new(StringComparer.OrdinalIgnoreCase)
    {
        "Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Processor", "Service", "Handler", "Mock", "Stub", "Bot",
        "Customer", "Pipeline", "Proxy", "Plugin", "Dto",
    };

    public static IEnumerable<Finding> Find(SourceFile file) =>
        from type in file.All<BaseTypeDeclarationSyntax>()
        from word in CamelPattern().Matches(type.Identifier.ValueText).Select(match => match.Value)
        where Avoided.Contains(word) && !IsForeign(type, word)
        select new Finding("word", $"{file.Path}::{type.Identifier}", $"'{word}' says nothing here; see the glossary");

    // Deriving from HttpMessageHandler is no choice of ours.
    private static bool IsForeign(BaseTypeDeclarationSyntax type, string word) =>
        type.BaseList?.Types.Any(parent => parent.Type.ToString().EndsWith(word, StringComparison.Ordinal)) == true;

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")]
    private static partial Regex CamelPattern();
}
