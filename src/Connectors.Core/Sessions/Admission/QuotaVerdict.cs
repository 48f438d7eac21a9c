namespace Connectors.Core.Sessions.Admission;

/// <summary>What shared quotas say to one more session.</summary>
public enum QuotaVerdict
{
    /// <summary>It has its place.</summary>
    Taken,

    /// <summary>It has one already.</summary>
    Twice,

    /// <summary>The tenant has as many sessions at once as it may.</summary>
    TooManySessions,

    /// <summary>The tenant has started as many within a minute as it may.</summary>
    TooManyStarts,

    /// <summary>The credential is used by as many as its plan allows.</summary>
    CredentialBusy,
}
