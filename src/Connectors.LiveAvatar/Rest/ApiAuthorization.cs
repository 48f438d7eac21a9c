namespace Connectors.LiveAvatar.Rest;

/// <summary>How a call proves who it is.</summary>
/// <param name="Header">Name of the header.</param>
/// <param name="Value">Its value.</param>
/// <param name="Secret">The secret part of the value, to be taken out of whatever the service writes back.</param>
internal readonly record struct ApiAuthorization(string Header, string Value, string Secret)
{
    public override string ToString() => Header;
}
