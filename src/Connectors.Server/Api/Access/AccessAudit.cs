using Connectors.Core.Auditing;
using Connectors.Server.Api.Http;

namespace Connectors.Server.Api.Access;

/// <summary>Writes into the audit log what callers asked for and is not theirs: refused scopes, and ids that they don't have.</summary>
/// <param name="audit">The log.</param>
internal sealed class AccessAudit(IAuditLog audit) : IEndpointFilter
{
    private const int LongestSubject = 300;

    public static AuditEvent Refused(ApiAccess access, HttpContext context, Problem problem) =>
        access.Caller.Did($"{context.Request.Method} {Route(context)}", Subject(context)) with { Outcome = problem.Name };

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        if (result is ProblemAnswer { Problem: { Status: StatusCodes.Status404NotFound } problem }
            && ApiAccess.Of(context.HttpContext) is { } access)
        {
            await audit.WriteAsync(Refused(access, context.HttpContext, problem), [], context.HttpContext.RequestAborted);
        }

        return result;
    }

    private static string Route(HttpContext context) =>
        (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "unknown";

    private static string Subject(HttpContext context)
    {
        var path = context.Request.Path.ToString();
        return path.Length <= LongestSubject ? path : path[..LongestSubject];
    }
}
