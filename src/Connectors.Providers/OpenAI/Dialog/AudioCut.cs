namespace Connectors.Providers.OpenAI.Dialog;

/// <summary>What the conversation must forget, because the user never heard it.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="ContentIndex">Its audio part.</param>
/// <param name="HeardMs">What was heard, in the item's audio time, whole milliseconds; 0: the item goes altogether.</param>
internal readonly record struct AudioCut(string ItemId, int ContentIndex, long HeardMs);
