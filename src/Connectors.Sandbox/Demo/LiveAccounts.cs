using System.Text.Json;

namespace Connectors.Sandbox.Demo;

/// <summary>The real accounts of whoever runs <c>demo --live</c> or <c>check</c>, from the environment.</summary>
internal sealed record LiveAccounts
{
    /// <summary>The variables, for help texts.</summary>
    public const string Variables = "LIVEAVATAR_API_KEY, LIVEAVATAR_AVATAR_ID, ELEVENLABS_API_KEY, ELEVENLABS_AGENT_ID "
        + "(LIVEAVATAR_URL, ELEVENLABS_URL for other hosts)";

    public required Secret LiveAvatarKey { get; init; }

    public required string AvatarId { get; init; }

    public required Secret ElevenLabsKey { get; init; }

    public required string AgentId { get; init; }

    public required Uri LiveAvatarAddress { get; init; }

    public required Uri ElevenLabsAddress { get; init; }

    /// <summary>How the connector reaches the agent.</summary>
    public ConnectorSetup Setup =>
        new(JsonSerializer.SerializeToElement(new { agentId = AgentId, baseUrl = ElevenLabsAddress }), ElevenLabsKey);

    /// <summary>Reads the environment.</summary>
    /// <exception cref="UsageException">Something is missing or malformed; all of it is named.</exception>
    public static LiveAccounts Read()
    {
        List<string> wrong = [];
        var accounts = new LiveAccounts
        {
            LiveAvatarKey = new(Text("LIVEAVATAR_API_KEY")),
            AvatarId = Text("LIVEAVATAR_AVATAR_ID"),
            ElevenLabsKey = new(Text("ELEVENLABS_API_KEY")),
            AgentId = Text("ELEVENLABS_AGENT_ID"),
            LiveAvatarAddress = Address("LIVEAVATAR_URL", "https://api.liveavatar.com"),
            ElevenLabsAddress = Address("ELEVENLABS_URL", "https://api.elevenlabs.io"),
        };
        return wrong.Count == 0 ? accounts : throw new UsageException($"set in the environment: {string.Join(", ", wrong)}.");

        string Text(string name)
        {
            var value = Environment.GetEnvironmentVariable(name);
            if (string.IsNullOrWhiteSpace(value))
            {
                wrong.Add(name);
            }

            return value ?? string.Empty;
        }

        Uri Address(string name, string otherwise)
        {
            if (Uri.TryCreate(Environment.GetEnvironmentVariable(name) ?? otherwise, UriKind.Absolute, out var address))
            {
                return address;
            }

            wrong.Add($"{name} (an address)");
            return new(otherwise);
        }
    }

    public override string ToString() => nameof(LiveAccounts);
}
