using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Connectors.Tests.Conventions;

/// <summary>Instruments, spans and attributes are named in one file only, so that dashboards have one place to read.</summary>
internal static partial class TelemetryNames
{
    public const string Home = "src/Connectors.Core/Telemetry/ConnectorsTelemetry.cs";

    private static readonly HashSet<string> Creating = new(StringComparer.Ordinal)
    {
        "CreateCounter", "CreateHistogram", "CreateUpDownCounter", "CreateGauge", "CreateObservableCounter", "CreateObservableGauge",
        "CreateObservableUpDownCounter",
    };

    private static readonly HashSet<string> Naming = new(StringComparer.Ordinal) { "StartActivity", "SetTag", "AddTag", "AddBaggage" };

    public static IEnumerable<Finding> Find(SourceFile file)
    {
        if (!file.IsProduct || file.Path == Home)
        {
            yield break;
        }

        foreach (var node in file.Root.DescendantNodes())
        {
            var what = node switch
            {
                ObjectCreationExpressionSyntax { Type: var type } when type.ToString() is "Meter" or "ActivitySource" =>
                    $"creates a {type}",
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call } invocation =>
                    Call(call, invocation),
                LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } text
                    when NamePattern().IsMatch(text.Token.ValueText) => $"names {text.Token.ValueText}",
                _ => null,
            };
            if (what is not null)
            {
                yield return file.At("telemetry-name", node, $"{what}; that belongs into {Home}");
            }
        }
    }

    // The name of an instrument or attribute, not of a file.
    [GeneratedRegex(@"^connectors\.[a-z_.]+(?<!\.(db|json|jsonl|log|key))$")]
    private static partial Regex NamePattern();

    private static string? Call(MemberAccessExpressionSyntax call, InvocationExpressionSyntax invocation)
    {
        var name = call.Name.Identifier.ValueText;
        var literal = invocation.ArgumentList.Arguments.FirstOrDefault()?.Expression is LiteralExpressionSyntax;
        return Creating.Contains(name) ? $"calls {name}" : Naming.Contains(name) && literal ? $"calls {name} with a name" : null;
    }
}
