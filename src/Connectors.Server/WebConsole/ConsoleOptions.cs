using Connectors.Server.Api;

namespace Connectors.Server.WebConsole;

/// <summary>The built-in page; read from the configuration section <c>Connectors:Console</c>.</summary>
public sealed record ConsoleOptions
{
    /// <summary>Where the page <c>/console/</c> is: <c>nowhere</c>, <c>operator</c> or <c>everywhere</c>. Default <c>nowhere</c>.</summary>
    public ConsolePlace On { get; init; }

    /// <summary>Everything that is wrong; empty if nothing is.</summary>
    /// <param name="api">How the API is offered.</param>
    public IEnumerable<string> Errors(ApiOptions api)
    {
        if (!Enum.IsDefined(On))
        {
            yield return "Connectors:Console:On must be nowhere, operator or everywhere.";
        }
        else if (On == ConsolePlace.Operator && api.OperatorAddress is null)
        {
            yield return "Connectors:Console:On can be operator only where Connectors:Api:OperatorAddress gives the operator a port.";
        }
    }
}
