namespace Connectors.Server.Telemetry;

/// <summary>The page that Prometheus reads; read from the configuration section <c>Connectors:Metrics</c>.</summary>
public sealed record MetricsOptions
{
    /// <summary>
    /// Where the page <c>/metrics</c> is, for everybody, and nothing else: <c>http://0.0.0.0:9464</c>. Default: there is none.
    /// </summary>
    public Uri? Address { get; init; }

    /// <summary>Everything that is wrong; empty if nothing is.</summary>
    /// <param name="operatorAddress">Where the operator's API is, if it has a port of its own.</param>
    public IEnumerable<string> Errors(Uri? operatorAddress)
    {
        if (Address is not { } address)
        {
            yield break;
        }

        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
        {
            yield return "Connectors:Metrics:Address must be an http or https address.";
        }
        else if (operatorAddress is { IsAbsoluteUri: true } other && other.Port == address.Port)
        {
            yield return "Connectors:Metrics:Address must have another port than Connectors:Api:OperatorAddress.";
        }
    }
}
