using System.Globalization;
using System.Text.Json;

namespace Connectors.Providers;

/// <summary>Values of dynamic variables: texts, numbers and booleans.</summary>
internal static class DynamicValues
{
    /// <summary>Writes a value as JSON.</summary>
    public static void Write(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case int or long:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            default:
                writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
