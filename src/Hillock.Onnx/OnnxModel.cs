using Google.Protobuf;
using Hillock.Onnx.Models;
using Hillock.Onnx.Schema;

namespace Hillock.Onnx;

/// <summary>
/// A model in ONNX's format, read and checked: opset 7 to 26, weights in the file or in external files in the model's folder.
/// What is not looked at (metadata, fields of later versions) is kept when it is written again.
/// </summary>
public sealed class OnnxModel
{
    /// <summary>The oldest opset that is read.</summary>
    public const long OldestOpset = 7;

    /// <summary>The newest opset that is read: the newest that ONNX Runtime knows.</summary>
    public const long NewestOpset = 26;

    private OnnxModel(string path, ModelProto proto)
    {
        Path = path;
        Proto = proto;
        Graph = new(path, proto.Graph);
    }

    /// <summary>Where it was read from; its external files are looked for in that folder.</summary>
    public string Path { get; }

    /// <summary>The version of ONNX's own operators that it uses.</summary>
    public long Opset => Version(Proto) ?? 0;

    /// <summary>How many numbers its stored tensors of floats hold, those of Constant nodes included.</summary>
    public long Parameters => AllTensors(Proto.Graph)
        .Where(t => (ElementType)t.DataType is ElementType.Float or ElementType.Float16 or ElementType.Double or ElementType.BFloat16)
        .Sum(t => t.Dims.Aggregate(1L, (a, b) => a * b));

    internal ModelProto Proto { get; }

    internal ModelGraph Graph { get; }

    internal bool HasExternalFiles => AllTensors(Proto.Graph).Any(ExternalFile.Holds);

    /// <summary>Reads and checks a model.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no model, is cut off, uses an opset that is not read, has a cycle, states more than it holds,
    /// or names an external file that is missing or outside its folder. The message is one line: file, place, what, remedy.</exception>
    public static OnnxModel Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!File.Exists(path))
            throw new FileNotFoundException(Directory.Exists(path) ? $"{path} is a folder where a model file is needed{(File.Exists(System.IO.Path.Combine(path, "model.onnx")) ? $"; give {System.IO.Path.Combine(path, "model.onnx")}" : "")}" : $"there is no file {path}", path);
        long length = new FileInfo(path).Length;
        if (length == 0) throw ModelError.At(path, null, "the file is empty", "give an ONNX model");
        if (length > int.MaxValue - 64)
            throw ModelError.At(path, null, $"the file has {length} bytes, and a model may have 2 GB", "keep the weights in external files");
        try
        {
            return Read(path, File.ReadAllBytes(path));
        }
        catch (UnauthorizedAccessException)
        {
            throw ModelError.At(path, null, "the file may not be read", "change its permissions");
        }
    }

    /// <summary>Reads and checks the bytes of a model.</summary>
    /// <param name="path">What errors call it; external files are looked for in its folder.</param>
    /// <param name="bytes">The model.</param>
    /// <exception cref="InvalidDataException">As <see cref="Read(string)"/>.</exception>
    public static OnnxModel Read(string path, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(path);
        ModelProto proto;
        try
        {
            proto = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            throw ModelError.At(path, null, "the file is not an ONNX model, or it is cut off or damaged", "fetch or export it again");
        }

        return Of(path, proto);
    }

    /// <summary>Writes the model as one file, weights included, beside its place, then renames it.</summary>
    /// <exception cref="InvalidDataException">It would be larger than the 2 GB that the format allows.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path) => WholeFile.Write(path, Write);

    /// <summary>Writes the model, weights included.</summary>
    /// <exception cref="InvalidDataException">It would be larger than the 2 GB that the format allows.</exception>
    public void Write(Stream stream)
    {
        ModelProto whole = HasExternalFiles ? Inlined() : Proto;
        whole.WriteTo(stream);
    }

    internal static OnnxModel Of(string path, ModelProto proto)
    {
        if (proto.Graph is null || (proto.Graph.Node.Count == 0 && proto.OpsetImport.Count == 0))
            throw ModelError.At(path, null, "the file holds no graph: it is not an ONNX model", "give a .onnx file");
        if (Version(proto) is not { } opset)
            throw ModelError.At(path, null, "it states no version of the ONNX operators (opset)", "export the model again");
        if (opset is < OldestOpset or > NewestOpset)
            throw ModelError.At(path, null, $"it uses opset {opset}; {OldestOpset} to {NewestOpset} are read", "export the model for one of these");
        foreach (TensorProto tensor in AllTensors(proto.Graph)) TensorValues.Check(path, tensor);
        return new(path, proto);
    }

    // Those of attributes and subgraphs too.
    internal static IEnumerable<TensorProto> AllTensors(GraphProto graph) => graph.Initializer.Concat(graph.Node.SelectMany(n => n.Attribute).SelectMany(a =>
        (a.T is null ? a.Tensors : a.Tensors.Prepend(a.T)).Concat((a.G is null ? a.Graphs : a.Graphs.Prepend(a.G)).SelectMany(AllTensors))));

    private static long? Version(ModelProto proto) =>
        proto.OpsetImport.FirstOrDefault(o => o.Domain is "" or "ai.onnx")?.Version;

    private ModelProto Inlined()
    {
        ModelProto copy = Proto.Clone();
        TensorProto[] outside = [.. AllTensors(copy.Graph).Where(ExternalFile.Holds)];
        long total = copy.CalculateSize();
        foreach (TensorProto tensor in outside)
        {
            long bytes = tensor.Dims.Aggregate(1L, (a, b) => a * b) * ((ElementType)tensor.DataType).Bytes();
            if ((total += bytes) > int.MaxValue - (1 << 20))
                throw ModelError.At(Path, null, "with its external weights it is larger than the 2 GB that one file may have", "make a smaller model");
            tensor.RawData = UnsafeByteOperations.UnsafeWrap(ExternalFile.Of(Path, tensor, bytes).Read());
            tensor.ExternalData.Clear();
            tensor.ClearDataLocation();
        }

        return copy;
    }
}
