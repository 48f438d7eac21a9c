using Connectors.Core.Sessions;
using Connectors.Core.Tenancy;

namespace Connectors.Core.Telemetry;

public sealed partial class ConnectorsTelemetry
{
    // Those of admission.
    private static readonly RefusalKind[] Refusals =
        [RefusalKind.QuotaReached, RefusalKind.RateReached, RefusalKind.CredentialBusy, RefusalKind.CapacityReached];

    /// <summary>
    /// Begins what is counted seldom, and tells few things apart, at zero: a rate doesn't see the event with which a counter comes to
    /// be. To be called once, when somebody listens.
    /// </summary>
    public void BeginAtZero()
    {
        _playoutUnderruns.Add(0);
        foreach (var direction in new[] { "in", "out" })
        {
            _handovers.Add(0, Tag(Direction, direction));
        }

        foreach (var kind in Refusals)
        {
            _admissionRefused.Add(0, Tag(Reason, Kebab(kind)), GroupTag(null));
        }

        foreach (var part in Enum.GetValues<SessionPart>())
        {
            foreach (var outcome in new[] { "success", "failure" })
            {
                _reconnects.Add(0, Tag(Peer, SessionMeter.NameOf(part)), Tag(Outcome, outcome));
            }
        }

        foreach (var loss in Enum.GetValues<AudioLoss>())
        {
            var (direction, reason) = SessionMeter.NameOf(loss);
            _audioDropped.Add(0, Tag(Direction, direction), Tag(Reason, reason));
        }
    }
}
