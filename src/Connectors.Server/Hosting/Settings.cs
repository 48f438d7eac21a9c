using System.Globalization;
using System.Text;

namespace Connectors.Server.Hosting;

/// <summary>What the configuration section <c>Connectors</c> may hold: every name, and what it is where nobody sets it.</summary>
internal static class Settings
{
    /// <summary>The section.</summary>
    public const string Section = "Connectors";

    private static readonly IReadOnlyDictionary<string, object?> All =
        Below(Section, new ConnectorsOptions()).ToDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the section, strictly.</summary>
    /// <param name="configuration">The program's configuration.</param>
    /// <exception cref="SettingsException">There is a setting that isn't known, or has no possible value; names all that are.</exception>
    public static ConnectorsOptions Read(IConfiguration configuration)
    {
        var unknown = Unknown(configuration).ToList();
        if (unknown.Count > 0)
        {
            throw new SettingsException(string.Join(' ', unknown.Select(name => $"There is no setting {name}.")));
        }

        var options = Bind(configuration);
        return options.Errors() is { Count: > 0 } errors ? throw new SettingsException(string.Join(' ', errors)) : options;
    }

    /// <summary>All settings with their defaults, one a line.</summary>
    public static string Describe()
    {
        var text = new StringBuilder();
        foreach (var (name, value) in All.OrderBy(setting => setting.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {name}{(value is null ? string.Empty : $" = {value}")}\n");
        }

        return text.ToString();
    }

    private static ConnectorsOptions Bind(IConfiguration configuration)
    {
        try
        {
            return configuration.GetSection(Section).Get<ConnectorsOptions>() ?? new();
        }
        catch (InvalidOperationException error)
        {
            // It names the setting, its value and the type.
            throw new SettingsException(error.Message, error);
        }
    }

    private static IEnumerable<string> Unknown(IConfiguration configuration) => configuration.GetSection(Section).AsEnumerable()
        .Where(setting => setting.Value is not null && !All.Keys.Any(name => IsOf(name, setting.Key)))
        .Select(setting => setting.Key)
        .Order(StringComparer.Ordinal);

    // Of lists every entry is a setting: Name:0, Name:1 and so on.
    private static bool IsOf(string name, string key) =>
        key.Equals(name, StringComparison.OrdinalIgnoreCase) || key.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<KeyValuePair<string, object?>> Below(string path, object options) => options.GetType().GetProperties()
        .Where(property => property.CanWrite)
        .SelectMany(property =>
        {
            var (name, value) = ($"{path}:{property.Name}", property.GetValue(options));
            return value is not null && property.PropertyType.Namespace!.StartsWith(nameof(Connectors), StringComparison.Ordinal)
                && !property.PropertyType.IsEnum
                ? Below(name, value)
                : [new(name, Shown(value))];
        });

    private static object? Shown(object? value) =>
        value is System.Collections.IEnumerable list and not string ? string.Join(", ", list.Cast<object>()) : value;
}
