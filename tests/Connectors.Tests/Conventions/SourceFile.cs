using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Connectors.Tests.Conventions;

/// <summary>A C# file with its syntax tree; what needs types is left to the analyzers.</summary>
internal sealed class SourceFile(string path, string text)
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest, DocumentationMode.Parse);

    private readonly Lazy<CompilationUnitSyntax> _root =
        new(() => (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(text, Options, path).GetRoot());

    /// <summary>From the repository's root, with forward slashes.</summary>
    public string Path { get; } = path;

    public string Text { get; } = text;

    public IReadOnlyList<string> Lines => Text.TrimEnd('\n').Split('\n');

    public CompilationUnitSyntax Root => _root.Value;

    public bool IsProduct => Path.StartsWith("src/", StringComparison.Ordinal);

    public bool IsIn(params ReadOnlySpan<string> folders)
    {
        foreach (var folder in folders)
        {
            if (Path.StartsWith(folder, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    public IEnumerable<T> All<T>()
        where T : SyntaxNode => Root.DescendantNodes(descendIntoTrivia: false).OfType<T>();

    /// <summary>Types of the namespace, not those nested in others.</summary>
    public IEnumerable<BaseTypeDeclarationSyntax> TopLevelTypes =>
        All<BaseTypeDeclarationSyntax>().Where(type => type.Parent is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax);

    public Finding At(string rule, SyntaxNode node, string what) => new(rule, Path, $"line {LineOf(node)}: {what}");

    public static int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    /// <summary>Lines from the first token that matters to the last.</summary>
    public static int LinesOf(SyntaxToken first, SyntaxNode node) =>
        node.GetLocation().GetLineSpan().EndLinePosition.Line - first.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
