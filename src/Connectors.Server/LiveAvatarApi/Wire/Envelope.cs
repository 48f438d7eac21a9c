using System.Globalization;
using System.Text.Json.Nodes;

namespace Connectors.Server.LiveAvatarApi.Wire;

/// <summary>Answers as LiveAvatar gives them: <c>{code, message, data}</c>, and FastAPI's form for what fails validation.</summary>
internal static class Envelope
{
    /// <summary>It was done.</summary>
    /// <param name="data">What it brought.</param>
    /// <param name="message">For people.</param>
    /// <param name="status">HTTP status.</param>
    public static IResult Done(JsonNode? data, string message = "ok", int status = StatusCodes.Status200OK) =>
        Write(new() { ["code"] = AnswerCode.Done, ["message"] = message, ["data"] = data }, status, null);

    /// <summary>It was not.</summary>
    /// <param name="status">HTTP status; the web SDK reads code and message only where it is no success.</param>
    /// <param name="code">One of <see cref="AnswerCode"/>.</param>
    /// <param name="message">What is wrong and what to do; the web SDK shows it.</param>
    /// <param name="retryAfter">When to try again, where that can be told.</param>
    public static IResult Refused(int status, int code, string message, TimeSpan? retryAfter = null) =>
        Write(new() { ["code"] = code, ["message"] = message, ["data"] = null }, status, retryAfter);

    /// <summary>Too many calls within a second.</summary>
    public static IResult TooMany() =>
        Refused(StatusCodes.Status429TooManyRequests, AnswerCode.TooMany, "Too many requests", TimeSpan.FromSeconds(1));

    /// <summary>Members are wrong. The members' values aren't repeated, as FastAPI does: they may be secrets.</summary>
    /// <param name="faults">Which, and why.</param>
    public static IResult Invalid(IEnumerable<FieldFault> faults)
    {
        JsonNode[] detail =
        [
            .. faults.Select(fault => new JsonObject
            {
                ["loc"] = new JsonArray([.. fault.Place.Select(part => (JsonNode)part)]),
                ["msg"] = fault.Message,
                ["type"] = fault.Type,
            }),
        ];
        return Write(new() { ["detail"] = new JsonArray(detail) }, StatusCodes.Status422UnprocessableEntity, null);
    }

    private static IResult Write(JsonObject body, int status, TimeSpan? retryAfter) => retryAfter is { } wait
        ? new Waiting(Results.Text(body.ToJsonString(), "application/json", statusCode: status), wait)
        : Results.Text(body.ToJsonString(), "application/json", statusCode: status);

    private sealed class Waiting(IResult answer, TimeSpan wait) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var seconds = (long)Math.Max(1, Math.Ceiling(wait.TotalSeconds));
            httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return answer.ExecuteAsync(httpContext);
        }
    }
}
