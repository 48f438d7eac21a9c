using Connectors.Core.Records;
using Connectors.Core.Vault;
using Microsoft.AspNetCore.Http.Features;

namespace Connectors.Server.Api.Http;

/// <summary>Turns whatever went wrong outside an endpoint into a problem: bad requests, unknown addresses, faults of ours.</summary>
internal sealed partial class ApiErrors(RequestDelegate next, ILogger<ApiErrors> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException error)
        {
            await TellAsync(context, error.StatusCode == StatusCodes.Status413PayloadTooLarge ? Problems.TooLarge : Problems.BadRequest);
            return;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (VaultException error)
        {
            // The operator's: a key-encryption key is missing. What is sealed under it can't be had until it is back.
            Log.VaultClosed(logger, error);
            await TellAsync(context, Problems.VaultClosed);
            return;
        }
        catch (StoreUnavailableException error)
        {
            Log.StoreAway(logger, error.Message);
            await TellAsync(context, Problems.StoreAway);
            return;
        }
        catch (Exception error)
        {
            Log.RequestFailed(logger, error, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "unknown");
            await TellAsync(context, Problems.ServerError);
            return;
        }

        if (!context.Response.HasStarted && context.Response is { ContentLength: null, ContentType: null })
        {
            await CompleteAsync(context);
        }
    }

    // Answers without a body that routing and Kestrel give by themselves.
    private static Task CompleteAsync(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => TellAsync(context, Problems.NoSuchRoute),
        StatusCodes.Status405MethodNotAllowed => TellAsync(context, Problems.MethodNotAllowed),
        StatusCodes.Status413PayloadTooLarge => TellAsync(context, Problems.TooLarge),
        StatusCodes.Status415UnsupportedMediaType => TellAsync(context, Problems.NotJson),
        StatusCodes.Status400BadRequest => TellAsync(context, Problems.BadRequest),
        _ => Task.CompletedTask,
    };

    private static async Task TellAsync(HttpContext context, Problem problem)
    {
        if (!context.Response.HasStarted)
        {
            await Answer.Of(problem).ExecuteAsync(context);
        }
        else
        {
            // Half an answer must not look like a whole one.
            context.Features.Get<IHttpRequestLifetimeFeature>()?.Abort();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2102, LogLevel.Error, "A call was refused because a data key could not be had")]
        public static partial void VaultClosed(ILogger logger, Exception error);

        [LoggerMessage(2103, LogLevel.Error, "A call was refused because the store was away: {Fault}")]
        public static partial void StoreAway(ILogger logger, string fault);

        [LoggerMessage(2101, LogLevel.Error, "{Method} {Endpoint} failed")]
        public static partial void RequestFailed(ILogger logger, Exception error, string method, string endpoint);
    }
}
