using Connectors.Core.Avatars;
using Connectors.Core.Tenancy;

namespace Connectors.Server.LiveAvatarApi.Wire;

/// <summary>Refusals of the desks and of LiveAvatar, in LiveAvatar's form.</summary>
internal static class Refusals
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>A desk refuses.</summary>
    /// <param name="refusal">Why.</param>
    /// <param name="names">How the desk's members are called here; others keep their name.</param>
    public static IResult Of(Refusal refusal, IReadOnlyDictionary<string, string>? names = null)
    {
        if (refusal is { Kind: RefusalKind.Invalid, Errors.Count: > 0 })
        {
            return Envelope.Invalid(refusal.Errors.Select(error => new FieldFault(
                ["body", .. (names?.GetValueOrDefault(error.Field) ?? error.Field).Split('.')], "value_error", error.Message)));
        }

        var (status, code) = refusal.Kind switch
        {
            RefusalKind.NotFound or RefusalKind.WrongState => (StatusCodes.Status404NotFound, AnswerCode.NotFound),
            RefusalKind.Invalid => (StatusCodes.Status400BadRequest, AnswerCode.BadRequest),
            RefusalKind.Conflict or RefusalKind.Changed or RefusalKind.InUse => (StatusCodes.Status409Conflict, AnswerCode.Conflict),
            RefusalKind.QuotaReached or RefusalKind.CredentialBusy => (StatusCodes.Status409Conflict, AnswerCode.Concurrency),
            RefusalKind.RateReached => (StatusCodes.Status429TooManyRequests, AnswerCode.TooMany),
            RefusalKind.CapacityReached => (StatusCodes.Status503ServiceUnavailable, AnswerCode.NoCapacity),
            RefusalKind.ProviderRefused => (StatusCodes.Status400BadRequest, AnswerCode.ProviderRefused),
            RefusalKind.ProviderUnreachable => (StatusCodes.Status502BadGateway, AnswerCode.ProviderFailed),
            _ => (StatusCodes.Status503ServiceUnavailable, AnswerCode.ServerError),
        };
        return Envelope.Refused(status, code, refusal.Message, refusal.RetryAfter ?? (status == 429 ? Soon : null));
    }

    /// <summary>
    /// A start is refused. Never in FastAPI's form: the web SDK shows <c>message</c>, and the page did not write what is wrong.
    /// </summary>
    /// <param name="refusal">Why.</param>
    public static IResult OfStart(Refusal refusal) => refusal.Kind == RefusalKind.Invalid
        ? Envelope.Refused(
            StatusCodes.Status400BadRequest,
            AnswerCode.BadRequest,
            refusal.Errors.Count > 0 ? string.Join(' ', refusal.Errors.Select(error => error.Message)) : refusal.Message)
        : Of(refusal);

    /// <summary>LiveAvatar refuses. A key of the tenant's that it refuses is no 401 of ours: the caller's own key is good.</summary>
    /// <param name="failure">Why.</param>
    public static IResult Of(AvatarFailure failure)
    {
        var (status, code) = failure.Kind switch
        {
            AvatarFailureKind.Unauthorized => (StatusCodes.Status400BadRequest, AnswerCode.ProviderRefused),
            AvatarFailureKind.NoCredits => (StatusCodes.Status402PaymentRequired, AnswerCode.NoCredits),
            AvatarFailureKind.LimitReached => (StatusCodes.Status429TooManyRequests, AnswerCode.TooMany),
            AvatarFailureKind.NotFound => (StatusCodes.Status404NotFound, AnswerCode.NotFound),
            AvatarFailureKind.InvalidRequest => (StatusCodes.Status400BadRequest, AnswerCode.BadRequest),
            _ => (StatusCodes.Status502BadGateway, AnswerCode.ProviderFailed),
        };
        return Envelope.Refused(status, code, $"LiveAvatar: {failure.Message}", failure.RetryAfter ?? (status == 429 ? Soon : null));
    }
}
