using System.Text;

namespace Connectors.Providers.OpenAI.Dialog;

/// <summary>A turn of the agent: one audio part of one item of a response, or a response without audio.</summary>
/// <param name="id">Its number.</param>
internal sealed class AgentTurn(TurnId id)
{
    private byte[] _itemId = [];

    public TurnId Id { get; } = id;

    /// <summary>OpenAI's item, once its first audio or text came.</summary>
    public string? ItemId { get; private set; }

    public int ContentIndex { get; private set; }

    /// <summary>Audio delivered to the listener.</summary>
    public long Bytes { get; set; }

    /// <summary>No more audio of it will come.</summary>
    public bool AudioEnded { get; set; }

    /// <summary>Nothing more of it is delivered.</summary>
    public bool Interrupted { get; set; }

    /// <summary>Whether this is the item's turn; the steady path, so bytes are compared.</summary>
    public bool Is(ReadOnlySpan<byte> itemId, int contentIndex) =>
        ItemId is not null && ContentIndex == contentIndex && itemId.SequenceEqual(_itemId);

    public void Bind(ReadOnlySpan<byte> itemId, int contentIndex)
    {
        _itemId = itemId.ToArray();
        ItemId = Encoding.UTF8.GetString(itemId);
        ContentIndex = contentIndex;
    }
}
