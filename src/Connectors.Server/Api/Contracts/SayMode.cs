namespace Connectors.Server.Api.Contracts;

/// <summary>What happens to what is being said.</summary>
internal enum SayMode
{
    /// <summary>The new waits for it.</summary>
    Queue,

    /// <summary>The new is said in its place.</summary>
    Replace,
}
