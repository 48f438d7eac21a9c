using Connectors.Core.Auditing;
using Connectors.Core.Sessions.Admission;
using Connectors.Core.Tenancy;
using Connectors.Server.Api.Access;
using Connectors.Server.Api.Contracts;
using Connectors.Server.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connectors.Server.Api.Resources;

/// <summary>This node: how full it is, and whether it lets sessions in.</summary>
internal static class NodeEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var node = api.MapGroup("/node").WithTags("Node");
        node.MapGet("", Read).WithName("getNode").WithSummary("How full this node is").Answers<NodeView>();
        node.MapPut("/drain", DrainAsync).WithName("drainNode").WithSummary("Let no more sessions in, or let them in again")
            .Answers<NodeView>();
    }

    private static JsonHttpResult<NodeView> Read(IAdmission admission) => Answer.Value(NodeView.From(admission.Figures));

    private static async Task<IResult> DrainAsync(
        ApiAccess access, Body<DrainBody> body, IAdmission admission, IAuditLog audit, CancellationToken cancel)
    {
        if (body.Value.Draining is not { } draining)
        {
            return Answer.Of(Refusal.Invalid(new FieldError("draining", "Is required.")));
        }

        await audit.WriteAsync(access.Caller.Did(draining ? "node.drain" : "node.open", "node/this"), [], cancel);
        admission.SetDraining(draining);
        return Answer.Value(NodeView.From(admission.Figures));
    }
}
