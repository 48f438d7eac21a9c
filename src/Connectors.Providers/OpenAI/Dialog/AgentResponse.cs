using System.Text;

namespace Connectors.Providers.OpenAI.Dialog;

/// <summary>A response that OpenAI is generating; at most one is active at a time.</summary>
/// <param name="id">OpenAI's id.</param>
/// <param name="turn">The turn that began with it.</param>
internal sealed class AgentResponse(string id, AgentTurn turn)
{
    private readonly byte[] _idBytes = Encoding.UTF8.GetBytes(id);

    public string Id { get; } = id;

    public ReadOnlySpan<byte> IdBytes => _idBytes;

    /// <summary>The newest turn of it.</summary>
    public AgentTurn Turn { get; set; } = turn;

    /// <summary>It was interrupted: what still comes of it is thrown away, for OpenAI sends on for a moment.</summary>
    public bool Dropped { get; set; }

    /// <summary>Id of the event by which the server was asked to cancel it, or null.</summary>
    public string? CancelId { get; set; }

    public bool Is(ReadOnlySpan<byte> id) => id.SequenceEqual(_idBytes);
}
