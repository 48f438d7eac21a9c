using System.Buffers.Binary;
using System.Text;

namespace Connectors.Integration.Tests.Telemetry;

/// <summary>A protobuf message without its description: fields by their numbers (protobuf.dev, "Encoding").</summary>
internal sealed class ProtoFields
{
    private readonly List<(int Number, ulong Value, byte[]? Bytes)> _fields = [];

    public ProtoFields(ReadOnlySpan<byte> message)
    {
        while (!message.IsEmpty)
        {
            var key = Varint(ref message);
            var number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    _fields.Add((number, Varint(ref message), null));
                    break;
                case 1:
                    _fields.Add((number, BinaryPrimitives.ReadUInt64LittleEndian(message), null));
                    message = message[8..];
                    break;
                case 2:
                    var length = (int)Varint(ref message);
                    _fields.Add((number, 0, message[..length].ToArray()));
                    message = message[length..];
                    break;
                case 5:
                    _fields.Add((number, BinaryPrimitives.ReadUInt32LittleEndian(message), null));
                    message = message[4..];
                    break;
                default:
                    throw new InvalidDataException("Not a protobuf message.");
            }
        }
    }

    public bool Has(int number) => _fields.Exists(field => field.Number == number);

    public ulong Number(int number) => _fields.Find(field => field.Number == number).Value;

    public double Double(int number) => BitConverter.UInt64BitsToDouble(Number(number));

    public string Text(int number) => Encoding.UTF8.GetString(Bytes(number));

    public byte[] Bytes(int number) => _fields.Find(field => field.Number == number).Bytes ?? [];

    /// <summary>Numbers of 8 bytes each, in one field.</summary>
    public IReadOnlyList<double> Doubles(int number) =>
        [.. Bytes(number).Chunk(8).Select(eight => BitConverter.ToDouble(eight))];

    public IEnumerable<ProtoFields> All(int number) =>
        _fields.Where(field => field.Number == number && field.Bytes is not null).Select(field => new ProtoFields(field.Bytes));

    public ProtoFields One(int number) => All(number).First();

    private static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[0];
            message = message[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
