using System.Text;
using System.Text.Json;

namespace Connectors.Providers;

/// <summary>A tool's result as the model sees it.</summary>
internal static class ToolOutput
{
    /// <summary>Outputs of functions have no mark for a failure, so the text says it.</summary>
    public static string Of(ToolResult result)
    {
        if (!result.IsError)
        {
            return result.Result;
        }

        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("error", result.Result);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
