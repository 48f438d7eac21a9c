namespace Connectors.Sandbox.Demo;

/// <summary>The environment variables that name real accounts.</summary>
/// <param name="read">Gives a variable's value.</param>
internal sealed class LiveVariables(Func<string, string?> read)
{
    public const string LiveAvatarKey = "LIVEAVATAR_API_KEY";
    public const string AvatarId = "LIVEAVATAR_AVATAR_ID";
    public const string LiveAvatarUrl = "LIVEAVATAR_URL";
    public const string ElevenLabsKey = "ELEVENLABS_API_KEY";
    public const string AgentId = "ELEVENLABS_AGENT_ID";
    public const string ElevenLabsUrl = "ELEVENLABS_URL";

    /// <summary>All of them, for help texts.</summary>
    public const string Usage =
        $"{LiveAvatarKey}, {AvatarId}, {ElevenLabsKey}, {AgentId} ({LiveAvatarUrl}, {ElevenLabsUrl} for other hosts)";

    private const string LiveAvatarHost = "https://api.liveavatar.com";
    private const string ElevenLabsHost = "https://api.elevenlabs.io";

    /// <summary>Those of this process.</summary>
    public static LiveVariables OfProcess { get; } = new(Environment.GetEnvironmentVariable);

    /// <summary>Whether any account is named at all.</summary>
    public bool HasAny => new[] { LiveAvatarKey, AvatarId, ElevenLabsKey, AgentId }.Any(name => Text(name) is not null);

    /// <summary>LiveAvatar's address; null if the variable holds none.</summary>
    public Uri? LiveAvatarAddress => Address(LiveAvatarUrl, LiveAvatarHost);

    /// <summary>ElevenLabs' address; null if the variable holds none.</summary>
    public Uri? ElevenLabsAddress => Address(ElevenLabsUrl, ElevenLabsHost);

    /// <summary>A variable without the white space around it; null if there is nothing in it.</summary>
    public string? Text(string name) => read(name)?.Trim() is { Length: > 0 } text ? text : null;

    private Uri? Address(string name, string otherwise) =>
        Uri.TryCreate(Text(name) ?? otherwise, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;
}
