namespace Connectors.Sandbox.Agents;

/// <summary>What every stand-in of a voice agent lets choose.</summary>
internal abstract record AgentSwitches
{
    /// <summary>Creates the defaults.</summary>
    /// <param name="apiKey">The key.</param>
    protected AgentSwitches(string apiKey) => ApiKey = apiKey;

    /// <summary>The only API key it takes. Default <c>sandbox-PROVIDER-key</c>.</summary>
    public string ApiKey { get; init; }

    /// <summary>Port on 127.0.0.1; 0 for any. Default 0.</summary>
    public int Port { get; init; }

    /// <summary>What its agent says.</summary>
    public AgentScript Script { get; init; } = AgentScript.Default;

    /// <summary>Where the arrival of the user's audio is noted, or null.</summary>
    public AudioArrivals? Arrivals { get; init; }

    /// <summary>How its agent sounds.</summary>
    public AgentVoice Voice { get; init; } = AgentVoice.Best;

    /// <summary>How its audio arrives; in JSON as whole samples.</summary>
    public BurstPace Pace { get; init; } = new() { CutsSamples = false };

    /// <summary>What it hears, one text for each turn of the user, starting over after the last.</summary>
    public IReadOnlyList<string> UserTexts { get; init; } = ["The first thing I say.", "The second thing I say."];

    /// <summary>HTTP status with which every request and upgrade is refused; 0 for none. Default 0.</summary>
    public int RefuseWith { get; init; }

    /// <summary>Whether it accepts the socket and then says nothing. Default false.</summary>
    public bool IsSilent { get; init; }
}
