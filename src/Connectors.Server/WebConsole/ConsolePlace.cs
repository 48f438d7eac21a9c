namespace Connectors.Server.WebConsole;

/// <summary>Where the console's page is.</summary>
public enum ConsolePlace
{
    /// <summary>There is none.</summary>
    Nowhere,

    /// <summary>On the port of the operator's API, and on no other.</summary>
    Operator,

    /// <summary>Wherever the API is.</summary>
    Everywhere,
}
