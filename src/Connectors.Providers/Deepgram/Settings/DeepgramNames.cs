namespace Connectors.Providers.Deepgram.Settings;

/// <summary>Names that settings and conversation share.</summary>
internal static class DeepgramNames
{
    public static readonly Uri DefaultBaseAddress = new("https://agent.deepgram.com");

    /// <summary>Where accounts and models are asked for when the agents' host is the default one; regional hosts have both.</summary>
    public static readonly Uri DefaultApiAddress = new("https://api.deepgram.com");

    /// <summary>Providers of language models that Deepgram pays itself; others need an address and a key of their own.</summary>
    public static readonly string[] ThinkProviders = ["open_ai", "anthropic", "google"];

    /// <summary>Models that hear turns by themselves (listening of the second version); Deepgram's list of models may lack them.</summary>
    public static readonly string[] FluxModels = ["flux-general-en", "flux-general-multi"];
}
