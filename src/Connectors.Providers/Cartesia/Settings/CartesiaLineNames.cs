namespace Connectors.Providers.Cartesia.Settings;

/// <summary>Names that settings and conversation share.</summary>
internal static class CartesiaLineNames
{
    public static readonly Uri DefaultBaseAddress = new("https://api.cartesia.ai");

    /// <summary>
    /// Formats that a call may have (Cartesia docs, "Web Calls"). Not its µ-law: in which format a call answers that, nothing says.
    /// </summary>
    public static readonly string[] Formats = ["pcm_16000", "pcm_24000", "pcm_44100"];
}
