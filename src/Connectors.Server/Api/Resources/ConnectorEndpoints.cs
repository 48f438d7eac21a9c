using Connectors.Core.Tenancy;
using Connectors.Server.Api.Access;
using Connectors.Server.Api.Contracts;
using Connectors.Server.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connectors.Server.Api.Resources;

/// <summary>The connectors there are.</summary>
internal static class ConnectorEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var connectors = api.MapGroup("/connectors").WithTags("Connectors").RequireAuthorization(ApiPolicies.Read);
        connectors.MapGet("", List).WithName("listConnectors").WithSummary("Connectors with settings schema and capabilities")
            .Answers<IReadOnlyList<ConnectorView>>();
        connectors.MapGet("/{id}", Find).WithName("getConnector").WithSummary("One connector").Answers<ConnectorView>();
    }

    private static JsonHttpResult<IReadOnlyList<ConnectorView>> List(ConnectorCatalog connectors) =>
        Answer.Value<IReadOnlyList<ConnectorView>>([.. connectors.All.Select(connector => ConnectorView.From(connector.Description))]);

    private static IResult Find(string id, ConnectorCatalog connectors) =>
        connectors.TryFind(id, out var connector)
            ? Answer.Value(ConnectorView.From(connector.Description))
            : Answer.Of(Refusal.NotFound("connector"));
}
