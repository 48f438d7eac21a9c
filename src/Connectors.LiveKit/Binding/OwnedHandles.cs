using Connectors.LiveKit.Protocol;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Connectors.LiveKit.Binding;

/// <summary>
/// Finds the handles that a message of the library passes to us. Each must be dropped once, or what it stands for stays
/// in memory for good; found by the schema, so that none is overlooked.
/// </summary>
internal static class OwnedHandles
{
    /// <summary>All of them, at any depth.</summary>
    /// <param name="message">An event or a response.</param>
    public static IEnumerable<ulong> In(IMessage message)
    {
        if (message is FfiOwnedHandle handle)
        {
            return [handle.Id];
        }

        return message.Descriptor.Fields.InDeclarationOrder()
            .Where(field => field.FieldType == FieldType.Message && !field.IsMap)
            .SelectMany(field => Children(field, message))
            .SelectMany(In);
    }

    private static IEnumerable<IMessage> Children(FieldDescriptor field, IMessage message) => field.Accessor.GetValue(message) switch
    {
        IMessage child => [child],
        System.Collections.IEnumerable children => children.OfType<IMessage>(),
        _ => [],
    };
}
