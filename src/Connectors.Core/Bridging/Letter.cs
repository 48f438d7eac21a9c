namespace Connectors.Core.Bridging;

/// <summary>One thing that a bridge's loop shall look at.</summary>
/// <param name="Content">An event, a command, or work to do on the loop.</param>
/// <param name="Epoch">Which of the connections of its kind it comes from; events of replaced ones are ignored.</param>
/// <param name="ReceivedAt">Timestamp of its receipt, for measurement.</param>
internal readonly record struct Letter(object Content, int Epoch, long ReceivedAt);
