using System.Text.Json.Serialization;

namespace Connectors.Core.Sessions;

/// <summary>How a session ended: exactly one for each session.</summary>
/// <param name="Result">Who can mend it.</param>
/// <param name="EndedBy">Which side ended it.</param>
/// <param name="Reason">Kebab-case; one of <see cref="SessionEndReasons"/>.</param>
public sealed record SessionEnd(SessionResult Result, EndedBy EndedBy, string Reason)
{
    /// <summary>The same in the words of LiveAvatar's <c>SessionEndReasonEnum</c>.</summary>
    [JsonIgnore]
    public string AvatarReason => SessionEndReasons.AvatarReason(Reason);

    /// <summary>The end that belongs to a reason; what isn't in the table counts against us.</summary>
    /// <param name="reason">One of <see cref="SessionEndReasons"/>.</param>
    public static SessionEnd For(string reason) => SessionEndReasons.EndFor(reason);
}
