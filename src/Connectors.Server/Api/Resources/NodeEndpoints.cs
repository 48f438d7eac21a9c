using Connectors.Core.Auditing;
using Connectors.Core.Sessions.Admission;
using Connectors.Core.Tenancy;
using Connectors.Server.Api.Access;
using Connectors.Server.Api.Contracts;
using Connectors.Server.Api.Http;

namespace Connectors.Server.Api.Resources;

/// <summary>This node: how full it is, and whether it lets sessions in.</summary>
internal static class NodeEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var node = api.MapGroup("/node").WithTags("Node");
        node.MapGet("", ReadAsync).WithName("getNode").WithSummary("How full this node is, and those beside it").Answers<NodeView>();
        node.MapPut("/drain", DrainAsync).WithName("drainNode").WithSummary("Let no more sessions in, or let them in again")
            .Answers<NodeView>();
    }

    private static async Task<IResult> ReadAsync(ThisNode node, CancellationToken cancel) => Answer.Value(await node.ReadAsync(cancel));

    private static async Task<IResult> DrainAsync(
        ApiAccess access, Body<DrainBody> body, IAdmission admission, IAuditLog audit, ThisNode node, CancellationToken cancel)
    {
        if (body.Value.Draining is not { } draining)
        {
            return Answer.Of(Refusal.Invalid(new FieldError("draining", "Is required.")));
        }

        await audit.WriteAsync(access.Caller.Did(draining ? "node.drain" : "node.open", "node/this"), [], cancel);
        admission.SetDraining(draining);
        return Answer.Value(await node.ReadAsync(cancel));
    }
}
