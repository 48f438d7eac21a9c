using System.Text.Json.Nodes;

namespace Connectors.Sandbox.LiveAvatar.Rest;

/// <summary>
/// LiveAvatar's answers: the envelope with code 1000, its errors, and FastAPI's 422. The numbers of the error codes are ours:
/// what the real 4xxx codes mean is published nowhere (facts/liveavatar.md §10).
/// </summary>
internal static class Answers
{
    public static IResult Success(JsonNode? data, int status = StatusCodes.Status200OK) =>
        Write(new() { ["code"] = 1000, ["data"] = data, ["message"] = "success" }, status);

    public static IResult Error(int status, string message) =>
        Write(new() { ["code"] = 4000 + (status % 100), ["data"] = null, ["message"] = message }, status);

    public static IResult Invalid(IEnumerable<(string Field, string Words)> faults)
    {
        JsonNode[] detail =
        [
            .. faults.Select(fault => new JsonObject
            {
                ["loc"] = new JsonArray("body", fault.Field),
                ["msg"] = fault.Words,
                ["type"] = "value_error",
                ["input"] = "(what was sent)",
            }),
        ];
        return Write(new() { ["detail"] = new JsonArray(detail) }, StatusCodes.Status422UnprocessableEntity);
    }

    private static IResult Write(JsonObject body, int status) => Results.Text(body.ToJsonString(), "application/json", statusCode: status);
}
