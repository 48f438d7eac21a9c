using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Connectors.Tests.Conventions;

/// <summary>
/// The text form of a record lands in logs and exceptions by itself, so it must not hold speech or secrets. Every record with a
/// member of such a name is made with a marker inside, and its text form searched for the marker.
/// </summary>
internal static partial class TextForms
{
    private const string Marker = "speech-or-secret";

    private static readonly HashSet<string> Sensitive = new(StringComparer.OrdinalIgnoreCase)
    {
        "Text", "Transcript", "Identity", "Identities", "Arguments", "Payload", "Token", "Secret", "Password", "Json", "Prompt", "Body",
        "Utterance", "Participants", "Sender",
    };

    public static IEnumerable<Finding> Find(Type type)
    {
        var isRecord = type.GetMethod("<Clone>$") is not null || IsRecordStruct(type);
        if (!isRecord || type.IsAbstract || type.ContainsGenericParameters)
        {
            yield break;
        }

        var members = type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(IsSensitive).ToList();
        if (members.Count == 0)
        {
            yield break;
        }

        var instance = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var field in FieldsOf(type))
        {
            var property = field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;
            var content = members.Any(member => member.Name == property) ? Marker : "x";
            field.SetValue(instance, Fill(field.FieldType, content) ?? field.GetValue(instance));
        }

        if (instance.ToString()?.Contains(Marker, StringComparison.Ordinal) == true)
        {
            yield return new("text-form", type.FullName!, $"its text form shows {string.Join(", ", members.Select(m => m.Name))}");
        }
    }

    private static bool IsSensitive(PropertyInfo property) => Fill(property.PropertyType, Marker) is not null
        && CamelPattern().Matches(property.Name).Any(word => Sensitive.Contains(word.Value));

    private static bool IsRecordStruct(Type type) =>
        type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null;

    private static IEnumerable<FieldInfo> FieldsOf(Type? type) => type is null
        ? []
        : type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Concat(FieldsOf(type.BaseType));

    private static object? Fill(Type type, string text) =>
        type == typeof(string) ? text
        : type == typeof(Uri) ? new Uri($"wss://{text}.invalid/")
        : type.IsAssignableFrom(typeof(string[])) && type != typeof(object) ? new[] { text }
        : null;

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")]
    private static partial Regex CamelPattern();
}
