using System.Security.Cryptography;
using System.Text;
using Connectors.Core.Records;
using Connectors.Core.Tenancy;
using Connectors.Core.Vault;
using Connectors.Server.Api.Access;
using Connectors.Server.Api.Http;

namespace Connectors.Server.Api.Idempotency;

/// <summary>
/// Creating calls with an <c>Idempotency-Key</c>: the same key with the same request gets the same answer for a day, with
/// another request an error. Answers that say "try again" aren't kept. A call that our death cut off may be repeated after
/// two minutes, and then may create a second time: what it had created is unknown.
/// </summary>
internal sealed class IdempotencyKeys(IRecordStore store, IVault vault, TimeProvider time, ILogger<IdempotencyKeys> logger) : IMiddleware
{
    private const string HeaderName = "Idempotency-Key";
    private const int LongestKey = 255;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);
    private static readonly TimeSpan Running = TimeSpan.FromMinutes(2);

    private readonly RecordSet<KeptAnswer> _answers = new(
        store,
        vault,
        new(RecordKinds.Idempotency, IdempotencyJson.Default.KeptAnswer, answer => (answer.TenantId, answer.Id))
        {
            IsSealed = true,
            DueOf = answer => answer.ExpiresAt,
        },
        logger);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var key = context.Request.Headers[HeaderName].ToString();
        if (key.Length == 0 || ApiAccess.Of(context) is not { } access
            || context.GetEndpoint()?.Metadata.GetMetadata<IdempotentEndpoint>() is null)
        {
            await next(context);
        }
        else if (key.Length > LongestKey || key.Any(c => c is < ' ' or > '~'))
        {
            await Answer.Of(Refusal.Invalid(new FieldError(HeaderName, "Must have 1 to 255 printable ASCII characters.")))
                .ExecuteAsync(context);
        }
        else
        {
            await OnceAsync(context, next, access.TenantId, Hash(Encoding.ASCII.GetBytes(key)));
        }
    }

    private async Task OnceAsync(HttpContext context, RequestDelegate next, string tenantId, string id)
    {
        if (await RequestHashAsync(context) is not { } requestHash)
        {
            await Answer.Of(Problems.TooLarge).ExecuteAsync(context);
            return;
        }

        var begun = new KeptAnswer { TenantId = tenantId, Id = id, RequestHash = requestHash, ExpiresAt = time.GetUtcNow() + Running };
        if (await BeginAsync(begun, context.RequestAborted) is not { } stored)
        {
            await AnswerAgainAsync(context, begun);
            return;
        }

        using var written = new MemoryStream();
        var body = context.Response.Body;
        context.Response.Body = written;
        var finished = false;
        try
        {
            await next(context);
            finished = true;
        }
        finally
        {
            context.Response.Body = body;
            await KeepAsync(stored, context.Response, finished ? written.ToArray() : null);
        }

        await body.WriteAsync(written.GetBuffer().AsMemory(0, (int)written.Length), context.RequestAborted);
    }

    // Null: somebody has it already. What has expired is taken over.
    private async Task<Stored<KeptAnswer>?> BeginAsync(KeptAnswer begun, CancellationToken cancellationToken)
    {
        if (await store.WriteAsync([await _answers.AddAsync(begun, cancellationToken)], cancellationToken) is null)
        {
            return new(begun, 1);
        }

        if (await _answers.FindAsync(begun.TenantId, begun.Id, cancellationToken) is not { } old || old.Value.ExpiresAt > time.GetUtcNow())
        {
            return null;
        }

        var takeover = await _answers.ReplaceAsync(old with { Value = begun }, cancellationToken);
        return await store.WriteAsync([takeover], cancellationToken) is null ? new(begun, old.Version + 1) : null;
    }

    private async Task AnswerAgainAsync(HttpContext context, KeptAnswer asked)
    {
        var kept = (await _answers.FindAsync(asked.TenantId, asked.Id, context.RequestAborted))?.Value;
        if (kept is not null && kept.RequestHash != asked.RequestHash)
        {
            await Answer.Of(Problems.Of(
                422, "idempotency-key-reused", "The idempotency key came with another request before", "Use a new key for a new request."))
                .ExecuteAsync(context);
        }
        else if (kept is null or { Status: 0 })
        {
            await Answer.Of(Problems.Of(
                409, "idempotency-key-in-use", "The same call is still running", "Repeat it with the same key in a moment.") with
            {
                RetryAfterSeconds = 1,
            }).ExecuteAsync(context);
        }
        else
        {
            await RepeatAsync(context.Response, kept, context.RequestAborted);
        }
    }

    private static async Task RepeatAsync(HttpResponse response, KeptAnswer kept, CancellationToken cancellationToken)
    {
        response.StatusCode = kept.Status;
        response.ContentType = kept.ContentType;
        response.Headers["Idempotency-Replayed"] = "true";
        if (kept.ETag is not null)
        {
            response.Headers.ETag = kept.ETag;
        }

        await response.Body.WriteAsync(kept.Body, cancellationToken);
    }

    private async Task KeepAsync(Stored<KeptAnswer> begun, HttpResponse response, byte[]? body)
    {
        var status = response.StatusCode;
        var isFinal = body is not null && status < 500 && status is not (401 or 403 or 429);
        var write = isFinal
            ? await _answers.ReplaceAsync(
                begun with
                {
                    Value = begun.Value with
                    {
                        Status = status,
                        ContentType = response.ContentType,
                        ETag = response.Headers.ETag,
                        Body = body,
                        ExpiresAt = time.GetUtcNow() + Kept,
                    },
                },
                CancellationToken.None)
            : _answers.Remove(begun);
        await store.WriteAsync([write], CancellationToken.None);
    }

    private static async Task<string?> RequestHashAsync(HttpContext context)
    {
        var request = context.Request;
        if (await RequestBody.ReadAsync(request, context.RequestAborted) is not { } body)
        {
            return null;
        }

        request.Body = new MemoryStream(body.ToArray(), writable: false);
        return Hash([.. Encoding.UTF8.GetBytes($"{request.Method} {request.Path}\n"), .. body.Span]);
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
