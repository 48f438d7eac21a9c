namespace Connectors.Sandbox.LiveAvatar;

/// <summary>A stored secret; its value is never returned, so it isn't kept.</summary>
internal sealed record StoredSecret(string Id, string ApiKey, string Name, string Type, DateTimeOffset CreatedAt)
{
    public override string ToString() => Id;
}
