using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Connectors.Tests.Conventions;

/// <summary>Writes down what an assembly promises: public types and members, one a line, in a stable order.</summary>
internal static class PublicApi
{
    private static readonly SymbolDisplayFormat TypeFormat = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        kindOptions: SymbolDisplayKindOptions.IncludeTypeKeyword);

    private static readonly SymbolDisplayFormat MemberFormat = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType
            | SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeRef
            | SymbolDisplayMemberOptions.IncludeConstantValue,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public static string Of(string assemblyPath)
    {
        var framework = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) != Path.GetFileName(assemblyPath))
            .Select(path => MetadataReference.CreateFromFile(path));
        var reference = MetadataReference.CreateFromFile(assemblyPath);
        var assembly = (IAssemblySymbol)CSharpCompilation.Create("api", references: [.. framework, reference])
            .GetAssemblyOrModuleSymbol(reference)!;
        var types = Types(assembly.GlobalNamespace).Where(type => type.DeclaredAccessibility == Accessibility.Public)
            .OrderBy(type => type.ToDisplayString(TypeFormat), StringComparer.Ordinal);
        return string.Join('\n', types.Select(Describe)) + "\n";
    }

    private static string Describe(INamedTypeSymbol type)
    {
        var parents = type.BaseType is { SpecialType: SpecialType.None } parent ? type.Interfaces.Insert(0, parent) : type.Interfaces;
        var kept = parents.Select(Name).Where(name => !name.StartsWith("IEquatable<", StringComparison.Ordinal)).ToList();
        var modifiers = type switch
        {
            { TypeKind: not TypeKind.Class } => string.Empty,
            { IsStatic: true } => "static ",
            { IsAbstract: true } => "abstract ",
            { IsSealed: true } => "sealed ",
            _ => string.Empty,
        };
        var head = modifiers + type.ToDisplayString(TypeFormat) + (kept.Count == 0 ? string.Empty : $" : {string.Join(", ", kept)}");
        var members = type.GetMembers().Where(IsPromise)
            .Select(member => $"    {member.ToDisplayString(MemberFormat)}");
        return string.Join('\n', members.Order(StringComparer.Ordinal).Prepend(head)) + "\n";
    }

    private static string Name(INamedTypeSymbol type) => type.ToDisplayString(MemberFormat);

    private static bool IsPromise(ISymbol member) => member is not INamedTypeSymbol
        && member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected
        && member is not IMethodSymbol { MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet }
        && member is not IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters.Length: 0, ContainingType.IsValueType: true }
        && !member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute");

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) => container.GetMembers()
        .SelectMany(member => member switch
        {
            INamedTypeSymbol type => Types(type).Prepend(type),
            INamespaceSymbol inner => Types(inner),
            _ => [],
        });
}
