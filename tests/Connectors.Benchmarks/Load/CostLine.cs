namespace Connectors.Benchmarks.Load;

/// <summary>The straight line that fits measured costs best (least squares).</summary>
/// <param name="Fixed">Cost without any session.</param>
/// <param name="Each">Cost of each session.</param>
internal readonly record struct CostLine(double Fixed, double Each)
{
    /// <summary>Fits.</summary>
    /// <param name="points">Number of sessions, and cost; at least two numbers that differ.</param>
    public static CostLine Fit(IReadOnlyCollection<(int Sessions, double Cost)> points)
    {
        var (meanX, meanY) = (points.Average(point => point.Sessions), points.Average(point => point.Cost));
        var each = points.Sum(point => (point.Sessions - meanX) * (point.Cost - meanY))
            / points.Sum(point => (point.Sessions - meanX) * (point.Sessions - meanX));
        return new(meanY - (each * meanX), each);
    }
}
