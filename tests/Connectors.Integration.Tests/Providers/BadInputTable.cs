using Connectors.Core.Sessions;

namespace Connectors.Integration.Tests.Providers;

/// <summary>
/// What each connector makes of each bad input: why its connection closes and whether another may succeed, and the reason for
/// which the session ends. Where a provider has no such refusal there is no kind, and the last column says why.
/// </summary>
internal static class BadInputTable
{
    /// <summary>The session goes on with another connection.</summary>
    public const string GoesOn = "";

    private const string IsOurs = "the host alone says in which format both sides speak, and is not told another";
    private const string IsNotLimited = "no longest conversation is documented; one that falls silent ends as idle";
    private const string IsNobodys = "it has no account, no agents and no formats, and only its key can be wrong";

    public static TheoryData<string, string, CloseKind?, bool, string> Rows => new()
    {
        { "bare", nameof(BadInput.WrongKey), CloseKind.Unauthorized, false, SessionEndReasons.AgentUnauthorized },
        { "bare", nameof(BadInput.NoQuota), null, false, IsNobodys },
        { "bare", nameof(BadInput.UnknownAgent), null, false, IsNobodys },
        { "bare", nameof(BadInput.WrongFormat), null, false, IsNobodys },
        { "bare", nameof(BadInput.ProviderLimit), null, false, IsNobodys },
        { "elevenlabs", nameof(BadInput.WrongKey), CloseKind.Unauthorized, false, SessionEndReasons.AgentUnauthorized },
        { "elevenlabs", nameof(BadInput.NoQuota), CloseKind.QuotaExceeded, false, SessionEndReasons.AgentQuotaExceeded },
        { "elevenlabs", nameof(BadInput.UnknownAgent), CloseKind.Misconfigured, false, SessionEndReasons.AgentMisconfigured },
        { "elevenlabs", nameof(BadInput.WrongFormat), CloseKind.Misconfigured, false, SessionEndReasons.AgentMisconfigured },
        { "elevenlabs", nameof(BadInput.ProviderLimit), CloseKind.MaximumDuration, false, SessionEndReasons.AgentMaximumDuration },
        { "openai-realtime", nameof(BadInput.WrongKey), CloseKind.Unauthorized, false, SessionEndReasons.AgentUnauthorized },
        { "openai-realtime", nameof(BadInput.NoQuota), CloseKind.QuotaExceeded, false, SessionEndReasons.AgentQuotaExceeded },
        { "openai-realtime", nameof(BadInput.UnknownAgent), CloseKind.Misconfigured, false, SessionEndReasons.AgentMisconfigured },
        { "openai-realtime", nameof(BadInput.WrongFormat), CloseKind.Misconfigured, false, SessionEndReasons.AgentMisconfigured },
        { "openai-realtime", nameof(BadInput.ProviderLimit), CloseKind.MaximumDuration, true, GoesOn },
        { "gemini-live", nameof(BadInput.WrongKey), CloseKind.Unauthorized, false, SessionEndReasons.AgentUnauthorized },
        { "gemini-live", nameof(BadInput.NoQuota), CloseKind.QuotaExceeded, false, SessionEndReasons.AgentQuotaExceeded },
        { "gemini-live", nameof(BadInput.UnknownAgent), CloseKind.Misconfigured, false, SessionEndReasons.AgentMisconfigured },
        { "gemini-live", nameof(BadInput.WrongFormat), CloseKind.Misconfigured, false, SessionEndReasons.AgentMisconfigured },
        { "gemini-live", nameof(BadInput.ProviderLimit), CloseKind.MaximumDuration, true, GoesOn },
        { "deepgram", nameof(BadInput.WrongKey), CloseKind.Unauthorized, false, SessionEndReasons.AgentUnauthorized },
        { "deepgram", nameof(BadInput.NoQuota), CloseKind.QuotaExceeded, false, SessionEndReasons.AgentQuotaExceeded },
        { "deepgram", nameof(BadInput.UnknownAgent), CloseKind.Misconfigured, false, SessionEndReasons.AgentMisconfigured },
        { "deepgram", nameof(BadInput.WrongFormat), null, false, IsOurs },
        { "deepgram", nameof(BadInput.ProviderLimit), CloseKind.MaximumDuration, true, GoesOn },
        { "cartesia-line", nameof(BadInput.WrongKey), CloseKind.Unauthorized, false, SessionEndReasons.AgentUnauthorized },
        { "cartesia-line", nameof(BadInput.NoQuota), CloseKind.QuotaExceeded, false, SessionEndReasons.AgentQuotaExceeded },
        { "cartesia-line", nameof(BadInput.UnknownAgent), CloseKind.Misconfigured, false, SessionEndReasons.AgentMisconfigured },
        { "cartesia-line", nameof(BadInput.WrongFormat), CloseKind.Misconfigured, false, SessionEndReasons.AgentMisconfigured },
        { "cartesia-line", nameof(BadInput.ProviderLimit), null, false, IsNotLimited },
        { "cartesia-managed", nameof(BadInput.WrongKey), CloseKind.Unauthorized, false, SessionEndReasons.AgentUnauthorized },
        { "cartesia-managed", nameof(BadInput.NoQuota), CloseKind.QuotaExceeded, false, SessionEndReasons.AgentQuotaExceeded },
        { "cartesia-managed", nameof(BadInput.UnknownAgent), CloseKind.Misconfigured, false, SessionEndReasons.AgentMisconfigured },
        { "cartesia-managed", nameof(BadInput.WrongFormat), CloseKind.Misconfigured, false, SessionEndReasons.AgentMisconfigured },
        { "cartesia-managed", nameof(BadInput.ProviderLimit), null, false, IsNotLimited },
        { "custom", nameof(BadInput.WrongKey), CloseKind.Unauthorized, false, SessionEndReasons.AgentUnauthorized },
        { "custom", nameof(BadInput.NoQuota), CloseKind.QuotaExceeded, false, SessionEndReasons.AgentQuotaExceeded },
        { "custom", nameof(BadInput.UnknownAgent), CloseKind.Misconfigured, false, SessionEndReasons.AgentMisconfigured },
        { "custom", nameof(BadInput.WrongFormat), CloseKind.Misconfigured, false, SessionEndReasons.AgentMisconfigured },
        { "custom", nameof(BadInput.ProviderLimit), CloseKind.MaximumDuration, true, GoesOn },
    };
}
