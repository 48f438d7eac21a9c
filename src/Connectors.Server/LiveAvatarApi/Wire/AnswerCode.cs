namespace Connectors.Server.LiveAvatarApi.Wire;

/// <summary>
/// The codes of the envelope, all of them. Only 1000 is LiveAvatar's for certain, and the web SDK insists on it; what its 4xxx
/// codes mean is published nowhere (facts/liveavatar.md §10), so these are ours. Listed in docs/08-liveavatar-compatible-api.md.
/// </summary>
internal static class AnswerCode
{
    /// <summary>200, 201: done.</summary>
    public const int Done = 1000;

    /// <summary>400: the request is well-formed, but can't be carried out as it is.</summary>
    public const int BadRequest = 4000;

    /// <summary>401: no key or token, the wrong one of the two, or one that isn't good.</summary>
    public const int Unauthenticated = 4001;

    /// <summary>402: the tenant's LiveAvatar account has no credits.</summary>
    public const int NoCredits = 4002;

    /// <summary>403: the key is good, but not for this; or the tenant is suspended.</summary>
    public const int Forbidden = 4003;

    /// <summary>404: there is no such thing, or it has ended.</summary>
    public const int NotFound = 4004;

    /// <summary>409: something depends on it, or it was changed meanwhile.</summary>
    public const int Conflict = 4009;

    /// <summary>401: the token was good once.</summary>
    public const int TokenExpired = 4011;

    /// <summary>413: the body is larger than 64 KiB.</summary>
    public const int TooLarge = 4013;

    /// <summary>400: the provider or LiveAvatar refuses the stored credential or the agent.</summary>
    public const int ProviderRefused = 4024;

    /// <summary>429: too many calls, or too many starts.</summary>
    public const int TooMany = 4029;

    /// <summary>409: as many sessions at once as are allowed here, by the credential, or at LiveAvatar.</summary>
    public const int Concurrency = 4033;

    /// <summary>500, 503: our fault.</summary>
    public const int ServerError = 5000;

    /// <summary>502: the provider or LiveAvatar failed or could not be reached.</summary>
    public const int ProviderFailed = 5002;

    /// <summary>503: no room for another session here just now.</summary>
    public const int NoCapacity = 5003;

    /// <summary>504: the session did not start in time and was given up.</summary>
    public const int TooSlow = 5004;
}
