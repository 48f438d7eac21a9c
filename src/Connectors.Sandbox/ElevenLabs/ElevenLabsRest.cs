using System.Text.Json;

namespace Connectors.Sandbox.ElevenLabs;

/// <summary>The REST calls of the sandbox, with keys, permissions and errors as the real ones have them.</summary>
/// <param name="sandbox">Whose behaviour and faults count.</param>
/// <param name="urls">Signed URLs.</param>
internal sealed class ElevenLabsRest(ElevenLabsSandbox sandbox, SignedUrls urls)
{
    public void Map(WebApplication app)
    {
        app.MapGet("/v1/user", context => AnswerAsync(context, "user_read", sandbox.Faults.User, User));
        app.MapGet("/v1/user/subscription", context => AnswerAsync(context, "user_read", sandbox.Faults.User, _ => (200, Subscription())));
        app.MapGet("/v1/convai/agents", context => AnswerAsync(context, "convai_read", sandbox.Faults.Agent, Agents));
        app.MapGet("/v1/convai/agents/{id}", context => AnswerAsync(context, "convai_read", sandbox.Faults.Agent, Agent));
        app.MapGet("/v1/convai/conversations/{id}", context => AnswerAsync(context, "convai_read", null, Conversation));
        foreach (var spelling in (string[])["get-signed-url", "get_signed_url"])
        {
            app.MapGet(
                $"/v1/convai/conversation/{spelling}",
                context => AnswerAsync(context, "convai_read", sandbox.Faults.SignedUrl, SignedUrl));
        }
    }

    private static object Error(string status, string message) => new { detail = new { status, message } };

    private async Task AnswerAsync(
        HttpContext context, string permission, RestFault? fault, Func<HttpContext, (int Status, object Body)> answer)
    {
        sandbox.Record(context);
        var account = sandbox.Behaviour.Account;
        var key = context.Request.Headers["xi-api-key"].ToString();
        var (status, body) = fault is not null ? Faulty(fault)
            : key.Length == 0 ? (401, Error("needs_authorization", "Neither authorization header nor xi-api-key received."))
            : key != account.ApiKey ? (401, Error("invalid_api_key", "Invalid API key"))
            : !account.Permissions.Contains(permission)
                ? (401, Error("missing_permissions", $"The API key you used is missing the permission {permission}."))
            : answer(context);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body as string ?? JsonSerializer.Serialize(body), context.RequestAborted);
    }

    private static (int Status, object Body) Faulty(RestFault fault) => (fault.Status, fault.Body
        ?? (fault.Detail is { } detail
            ? Error(detail, "As switched on in the sandbox.")
            : new { detail = new[] { new { loc = new[] { "query", "agent_id" }, msg = "Field required", type = "missing" } } }));

    private (int Status, object Body) User(HttpContext context) =>
        (200, new { user_id = "user_sandbox", seat_type = "workspace_admin", subscription = Subscription() });

    private object Subscription() => new
    {
        tier = sandbox.Behaviour.Account.Tier,
        status = "active",
        character_count = sandbox.Behaviour.Account.CharacterCount,
        character_limit = sandbox.Behaviour.Account.CharacterLimit,
        can_extend_character_limit = false,
        next_character_count_reset_unix = 1_798_761_600,
        has_open_invoices = false,
    };

    private (int Status, object Body) Agents(HttpContext context) =>
        (200, new { agents = new[] { new { agent_id = sandbox.Behaviour.AgentId, name = "Sandbox agent" } }, has_more = false });

    private (int Status, object Body) Agent(HttpContext context) =>
        (string?)context.Request.RouteValues["id"] == sandbox.Behaviour.AgentId
            ? (200, ElevenLabsAgentDocument.Of(sandbox.Behaviour))
            : (404, Error("document_not_found", "The requested document was not found."));

    private (int Status, object Body) Conversation(HttpContext context)
    {
        var conversation = sandbox.Conversations.FirstOrDefault(known => known.Id == (string?)context.Request.RouteValues["id"]);
        return conversation is null
            ? (404, Error("conversation_history_not_found", "Conversation history not found."))
            : (200, new
            {
                conversation_id = conversation.Id,
                agent_id = sandbox.Behaviour.AgentId,
                status = conversation.End is null ? "in-progress" : conversation.End.Code == 1000 ? "done" : "failed",
                metadata = new { termination_reason = conversation.End?.Reason ?? string.Empty },
            });
    }

    private (int Status, object Body) SignedUrl(HttpContext context)
    {
        var agent = context.Request.Query["agent_id"].ToString();
        if (agent.Length == 0)
        {
            return Faulty(new(422, Detail: null));
        }

        if (agent != sandbox.Behaviour.AgentId)
        {
            return (404, Error("document_not_found", "The requested document was not found."));
        }

        var once = sandbox.Behaviour.SingleUseSignedUrls || context.Request.Query["include_conversation_id"] == "true";
        var signature = urls.Issue(sandbox.Behaviour.SignedUrlLifetime, once);
        var address = $"{context.Request.SocketScheme}://{context.Request.Host}/v1/convai/conversation";
        return (200, new { signed_url = $"{address}?agent_id={agent}&conversation_signature={signature}" });
    }
}
