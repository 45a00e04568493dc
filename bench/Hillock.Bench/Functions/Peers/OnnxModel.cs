using System.Text;

namespace Hillock.Bench.Functions.Peers;

/// <summary>
/// A model of one operator from x to y, vectors of any length or rows of any, written by hand: a protocol buffer is a row of keys and values. The
/// numbers of the fields are those of onnx.proto.
/// </summary>
internal static class OnnxModel
{
    // Opset 24 is the first with Swish, and format 11 the first that knows it.
    private const int Opset = 24, Format = 11, Float = 1;
    private const string Microsoft = "com.microsoft";

    /// <param name="operation">The operator; one of ONNX Runtime's own is written com.microsoft:Name.</param>
    /// <param name="attributes">Attributes: numbers and texts.</param>
    /// <param name="constants">Further inputs after x.</param>
    /// <param name="dimensions">How many dimensions x and y have.</param>
    public static byte[] Of(
        string operation, IReadOnlyDictionary<string, object> attributes, IReadOnlyList<float> constants, int dimensions = 1)
    {
        string[] parts = operation.Split(':');
        string[] inputs = ["x", .. constants.Select((_, i) => $"c{i}")];
        Message node = new();
        foreach (string input in inputs) node.Text(1, input);
        node.Text(2, "y").Text(4, parts[^1]);
        foreach ((string name, object value) in attributes)
            node.Part(5, value is float number
                ? new Message().Text(1, name).Single(2, number).Number(20, 1)
                : new Message().Text(1, name).Text(4, (string)value).Number(20, 3));
        if (parts.Length == 2) node.Text(7, parts[0]);

        Message graph = new Message().Part(1, node).Text(2, "function");
        for (int i = 0; i < constants.Count; i++)
            graph.Part(5, new Message().Number(2, Float).Single(4, constants[i]).Text(8, inputs[i + 1]));
        Message shape = new();
        for (int i = 0; i < dimensions; i++) shape.Part(1, new Message().Text(2, $"n{i}"));
        Message type = new Message().Part(1, new Message().Number(1, Float).Part(2, shape));
        graph.Part(11, new Message().Text(1, "x").Part(2, type)).Part(12, new Message().Text(1, "y").Part(2, type));
        return new Message().Number(1, Format).Part(7, graph)
            .Part(8, new Message().Text(1, "").Number(2, Opset)).Part(8, new Message().Text(1, Microsoft).Number(2, 1)).Bytes;
    }

    private sealed class Message
    {
        private readonly List<byte> _bytes = [];

        public byte[] Bytes => [.. _bytes];

        public Message Number(int field, int value)
        {
            Varint(field << 3);
            Varint(value);
            return this;
        }

        public Message Single(int field, float value)
        {
            Varint((field << 3) | 5);
            _bytes.AddRange(BitConverter.GetBytes(value));
            return this;
        }

        public Message Text(int field, string value) => Block(field, Encoding.UTF8.GetBytes(value));

        public Message Part(int field, Message value) => Block(field, value.Bytes);

        private Message Block(int field, byte[] value)
        {
            Varint((field << 3) | 2);
            Varint(value.Length);
            _bytes.AddRange(value);
            return this;
        }

        private void Varint(int value)
        {
            for (; value > 127; value >>= 7) _bytes.Add((byte)(value | 128));
            _bytes.Add((byte)value);
        }
    }
}
