using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Connectors.Tests.Conventions;

/// <summary>
/// Habits that the analyzers don't forbid. Single members are banned in BannedSymbols.txt, which knows types; this is about shape.
/// </summary>
internal static class BannedCalls
{
    private const string Rule = "banned-call";
    private const string Blocking = "waits for a task: await it";
    private const string AsyncVoid = "async void: nobody owns its failure";

    public static IEnumerable<Finding> Find(SourceFile file) => file.Root.DescendantNodes()
        .Select(node => (Node: node, What: Breach(file, node)))
        .Where(found => found.What is not null)
        .Select(found => file.At(Rule, found.Node, found.What!));

    /// <summary>A switched-off warning says why: in a comment on the line, or in the attribute.</summary>
    public static IEnumerable<Finding> Suppressions(SourceFile file)
    {
        foreach (var trivia in file.Root.DescendantTrivia().Where(trivia => trivia.IsKind(SyntaxKind.PragmaWarningDirectiveTrivia)))
        {
            var pragma = (PragmaWarningDirectiveTriviaSyntax)trivia.GetStructure()!;
            if (pragma.DisableOrRestoreKeyword.IsKind(SyntaxKind.DisableKeyword)
                && !pragma.ToFullString().Contains("//", StringComparison.Ordinal))
            {
                yield return file.At("suppression", pragma, "#pragma warning disable without '// reason' on its line");
            }
        }

        foreach (var attribute in file.All<AttributeSyntax>().Where(attribute => NameIs(attribute.Name, "SuppressMessage")))
        {
            var reason = attribute.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == "Justification");
            if (reason?.Expression is not LiteralExpressionSyntax { Token.ValueText.Length: > 10 })
            {
                yield return file.At("suppression", attribute, "SuppressMessage without a Justification");
            }
        }
    }

    private static string? Breach(SourceFile file, SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call } invocation => Call(file, invocation, call),
        MethodDeclarationSyntax method when IsAsyncVoid(method.Modifiers, method.ReturnType) => AsyncVoid,
        LocalFunctionStatementSyntax function when IsAsyncVoid(function.Modifiers, function.ReturnType) => AsyncVoid,
        ObjectCreationExpressionSyntax creation when file.IsProduct => Timer(creation),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } result when IsAsync(result.Expression) => Blocking,
        AttributeArgumentSyntax { NameEquals.Name.Identifier.ValueText: "Skip" } => "a skipped test is a defect",
        _ => null,
    };

    private static string? Call(SourceFile file, InvocationExpressionSyntax invocation, MemberAccessExpressionSyntax call)
    {
        var name = call.Name.Identifier.ValueText;
        var target = call.Expression.ToString();
        return (target, name) switch
        {
            ("Console" or "Console.Out" or "Console.Error" or "System.Console", _)
                when file.IsProduct && !file.IsIn("src/Connectors.Sandbox/") && !file.Path.Contains("/Commands/", StringComparison.Ordinal)
                => "the console belongs to the sandbox and to commands; log instead",
            (_, "GetResult") when target.EndsWith("GetAwaiter()", StringComparison.Ordinal) => Blocking,
            ("Channel", "CreateUnbounded") when file.IsProduct && !file.IsIn("src/Connectors.Sandbox/") => "every queue is bounded",
            (_, "ConfigureAwait") => "ConfigureAwait: nothing here has a context to leave, and grains must keep theirs",
            ("Task", "Run") or ("Task.Factory", "StartNew") when IsDiscarded(invocation) => "a task nobody owns: keep it and await its end",
            ("Assert", "Skip") => "a test may only be skipped where its environment says so: SkipWhen, SkipUnless",
            _ => null,
        };
    }

    private static bool IsDiscarded(InvocationExpressionSyntax invocation) => invocation.Parent
        is ExpressionStatementSyntax or AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } };

    // What is read after the task is known to be complete is fine; only a type could tell the rest apart.
    private static bool IsAsync(ExpressionSyntax expression) => expression is InvocationExpressionSyntax call
        && (call.Expression.ToString().EndsWith("Async", StringComparison.Ordinal) || call.Expression.ToString() == "Task.Run");

    private static bool IsAsyncVoid(SyntaxTokenList modifiers, TypeSyntax type) =>
        modifiers.Any(SyntaxKind.AsyncKeyword) && type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };

    private static string? Timer(ObjectCreationExpressionSyntax creation)
    {
        var name = (creation.Type as SimpleNameSyntax ?? (creation.Type as QualifiedNameSyntax)?.Right)?.Identifier.ValueText;
        var arguments = creation.ArgumentList?.Arguments.Count ?? 0;
        return name is "Timer" || (name is "PeriodicTimer" or "CancellationTokenSource" && arguments == 1)
            ? $"{name} by the system's clock: give it the TimeProvider"
            : null;
    }

    private static bool NameIs(NameSyntax name, string wanted)
    {
        var last = name.ToString().Split('.')[^1];
        return last == wanted || last == wanted + "Attribute";
    }
}
