using System.Text.Json;

namespace Connectors.Sandbox.Demo;

/// <summary>The real accounts of whoever runs <c>demo --live</c>.</summary>
internal sealed record LiveAccounts
{
    public required Secret LiveAvatarKey { get; init; }

    public required string AvatarId { get; init; }

    public required Secret ElevenLabsKey { get; init; }

    public required string AgentId { get; init; }

    public required Uri LiveAvatarAddress { get; init; }

    public required Uri ElevenLabsAddress { get; init; }

    /// <summary>How the connector reaches the agent.</summary>
    public ConnectorSetup Setup =>
        new(JsonSerializer.SerializeToElement(new { agentId = AgentId, baseUrl = ElevenLabsAddress }), ElevenLabsKey);

    /// <summary>Reads the variables.</summary>
    /// <exception cref="UsageException">Something is missing or malformed; all of it is named.</exception>
    public static LiveAccounts Read(LiveVariables variables)
    {
        List<string> wrong = [];
        var accounts = new LiveAccounts
        {
            LiveAvatarKey = new(Text(LiveVariables.LiveAvatarKey)),
            AvatarId = Text(LiveVariables.AvatarId),
            ElevenLabsKey = new(Text(LiveVariables.ElevenLabsKey)),
            AgentId = Text(LiveVariables.AgentId),
            LiveAvatarAddress = Address(LiveVariables.LiveAvatarUrl, variables.LiveAvatarAddress),
            ElevenLabsAddress = Address(LiveVariables.ElevenLabsUrl, variables.ElevenLabsAddress),
        };
        return wrong.Count == 0 ? accounts : throw new UsageException($"set in the environment: {string.Join(", ", wrong)}.");

        string Text(string name)
        {
            if (variables.Text(name) is { } value)
            {
                return value;
            }

            wrong.Add(name);
            return string.Empty;
        }

        Uri Address(string name, Uri? address)
        {
            if (address is null)
            {
                wrong.Add($"{name} (an http or https address)");
            }

            return address ?? new("http://127.0.0.1");
        }
    }

    public override string ToString() => nameof(LiveAccounts);
}
