using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Connectors.Tests.Conventions;

/// <summary>How large things may be, and that a file is one noun.</summary>
internal static class SizeBudgets
{
    public const int FileLines = 300;
    public const int GrainLines = 600;
    public const int MethodLines = 40;
    public const int Dependencies = 6;
    public const int Columns = 140;

    public static IEnumerable<Finding> Files(SourceFile file) => file.Lines.Count <= FileLines
        ? []
        : [new("file-lines", file.Path, $"{file.Lines.Count} lines, at most {FileLines}", file.Lines.Count)];

    public static IEnumerable<Finding> Methods(SourceFile file)
    {
        foreach (var node in file.Root.DescendantNodes())
        {
            var start = node switch
            {
                MethodDeclarationSyntax method => method.Identifier,
                ConstructorDeclarationSyntax constructor => constructor.Identifier,
                LocalFunctionStatementSyntax function => function.Identifier,
                AccessorDeclarationSyntax accessor => accessor.Keyword,
                OperatorDeclarationSyntax operation => operation.OperatorToken,
                _ => default,
            };
            var lines = start == default ? 0 : SourceFile.LinesOf(start, node);
            if (lines > MethodLines)
            {
                yield return new("method-lines", $"{file.Path}::{NameOf(node, start)}", $"{lines} lines, at most {MethodLines}", lines);
            }
        }
    }

    /// <summary>Records are data, not dependencies: only classes and structs count.</summary>
    public static IEnumerable<Finding> Constructors(SourceFile file)
    {
        foreach (var type in file.All<TypeDeclarationSyntax>().Where(type => type is ClassDeclarationSyntax or StructDeclarationSyntax))
        {
            var constructors = type.Members.OfType<ConstructorDeclarationSyntax>().Select(constructor => constructor.ParameterList);
            var most = constructors.Append(type.ParameterList).Max(list => list?.Parameters.Count ?? 0);
            if (most > Dependencies)
            {
                yield return new("constructor-parameters", $"{file.Path}::{type.Identifier}", $"{most}, at most {Dependencies}", most);
            }
        }
    }

    public static IEnumerable<Finding> LongLines(string path, IReadOnlyList<string> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Length > Columns)
            {
                yield return new("line-columns", path, $"line {i + 1} has {lines[i].Length} columns, at most {Columns}");
            }
        }
    }

    public static IEnumerable<Finding> OneNoun(SourceFile file)
    {
        var types = file.TopLevelTypes.ToList();
        var visible = types.Count(type => type.Modifiers.Any(SyntaxKind.PublicKeyword));
        if (visible > 1)
        {
            yield return new("one-public-type", file.Path, $"{visible} public top-level types");
        }

        // A partial class may spread over Name.cs and Name.Part.cs.
        var noun = Path.GetFileName(file.Path).Split('.')[0];
        if (types.Count > 0 && types.All(type => type.Identifier.ValueText != noun))
        {
            yield return new("file-name", file.Path, $"declares no type {noun}");
        }
    }

    private static string NameOf(SyntaxNode node, SyntaxToken start) => node is AccessorDeclarationSyntax
        && node.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is { } property ? $"{property.Identifier}.{start}" : start.ValueText;
}
