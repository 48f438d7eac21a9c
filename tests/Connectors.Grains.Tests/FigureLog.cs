using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Numerics;

namespace Connectors.Grains.Tests;

/// <summary>Sums what some meters measure, as a reader of the OpenTelemetry SDK would get it.</summary>
internal sealed class FigureLog : IDisposable
{
    private readonly ConcurrentDictionary<(string Meter, string Instrument), double> _sums = new();
    private readonly MeterListener _listener = new();

    public FigureLog(params string[] meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (meters.Contains(instrument.Meter.Name))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        Take<int>();
        Take<long>();
        Take<double>();
        _listener.Start();
    }

    public double this[string meter, string instrument] => _sums.GetValueOrDefault((meter, instrument));

    /// <summary>Asks those that are only looked at now and then.</summary>
    public void Look() => _listener.RecordObservableInstruments();

    public void Dispose() => _listener.Dispose();

    private void Take<T>()
        where T : struct, INumber<T> => _listener.SetMeasurementEventCallback<T>((instrument, value, _, _) =>
            _sums.AddOrUpdate(
                (instrument.Meter.Name, instrument.Name), double.CreateChecked(value), (_, sum) => sum + double.CreateChecked(value)));
}
