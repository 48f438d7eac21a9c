using Connectors.Core.Sessions.Admission;
using Connectors.Core.Telemetry;
using Connectors.Testing;

namespace Connectors.Tests.Core.Sessions.Admission;

public sealed class LocalAdmissionTests : AdmissionContract, IDisposable
{
    private readonly FakeTime _time = new();

    protected override ConnectorsTelemetry Telemetry { get; } = new();

    public void Dispose() => Telemetry.Dispose();

    protected override Task<IAdmission> OpenAsync(int capacity) =>
        Task.FromResult<IAdmission>(new LocalAdmission(capacity, _time, Telemetry));

    protected override Task LetPassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }
}
