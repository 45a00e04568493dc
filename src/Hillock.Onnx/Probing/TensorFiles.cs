using System.Globalization;
using Google.Protobuf;
using Hillock.Onnx.Models;
using Hillock.Onnx.Schema;

namespace Hillock.Onnx.Probing;

/// <summary>
/// ONNX's test sets: folders test_data_set_0, test_data_set_1 … with input_0.pb, input_1.pb …, one tensor a file for each input. Read one
/// file at a time.
/// </summary>
public sealed class TensorFiles : ISampleReader
{
    private readonly Queue<string> _paths;
    private float[] _values = [];
    private int _at;

    private TensorFiles(IEnumerable<string> paths, bool batched)
    {
        _paths = new(paths);
        Name = _paths.Peek();
        Shape = Load(batched);
        Batched = batched;
    }

    /// <inheritdoc/>
    public string Name { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<int> Shape { get; }

    private bool Batched { get; }

    /// <summary>The test sets in a folder: those below it, or the folder itself; empty where it holds none.</summary>
    public static IReadOnlyList<string> Sets(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        if (File.Exists(Path.Combine(folder, "input_0.pb"))) return [folder];
        return [.. Directory.EnumerateDirectories(folder, "test_data_set_*").Where(set => File.Exists(Path.Combine(set, "input_0.pb")))
            .OrderBy(set => int.TryParse(Path.GetFileName(set)["test_data_set_".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : int.MaxValue)
            .ThenBy(set => set, StringComparer.Ordinal)];
    }

    /// <summary>Opens the files of one input.</summary>
    /// <param name="paths">The files, at least one.</param>
    /// <param name="batched">Whether the first size of a tensor counts samples.</param>
    /// <exception cref="FileNotFoundException">One is missing.</exception>
    /// <exception cref="InvalidDataException">One is no tensor of numbers.</exception>
    public static TensorFiles Open(IReadOnlyList<string> paths, bool batched)
    {
        ArgumentNullException.ThrowIfNull(paths);
        foreach (string path in paths)
            if (!File.Exists(path)) throw new FileNotFoundException(paths.Count == 1 ? $"there is no file {path}" : $"there is no file {path}, and the other test sets have one", path);
        return new(paths, batched);
    }

    /// <inheritdoc/>
    public int Read(Span<float> values)
    {
        int size = Shape.Aggregate(1, (a, b) => a * b), read = 0;
        if (size == 0) return 0;
        while ((read + 1) * size <= values.Length)
        {
            if (_at == _values.Length)
            {
                if (_paths.Count == 0) break;
                int[] shape = Load(Batched);
                if (!shape.SequenceEqual(Shape))
                    throw ModelError.At(Name, null, $"its samples have the shape {string.Join('x', shape)}, those of the other test sets {string.Join('x', Shape)}",
                        "give test sets of one shape");
                continue;
            }

            _values.AsSpan(_at, size).CopyTo(values[(read * size)..]);
            _at += size;
            read++;
        }

        return read;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private int[] Load(bool batched)
    {
        Name = _paths.Dequeue();
        (TensorProto tensor, FloatTensor values) = ReadTensor(Name);
        if (!values.Data.All(float.IsFinite)) throw ModelError.At(Name, null, "it holds NaN or infinity", "give finite numbers");
        _values = values.Data;
        _at = 0;
        return batched && tensor.Dims.Count > 0 ? values.Shape[1..] : values.Shape;
    }

    private static (TensorProto Proto, FloatTensor Values) ReadTensor(string path)
    {
        TensorProto tensor;
        try
        {
            tensor = TensorProto.Parser.ParseFrom(File.ReadAllBytes(path));
        }
        catch (InvalidProtocolBufferException)
        {
            throw ModelError.At(path, null, "the file is no tensor of ONNX, or it is cut off or damaged", "give the input_N.pb of a test set");
        }

        TensorValues.Check(path, tensor);
        return (tensor, TensorValues.Floats(path, tensor) ?? throw ModelError.At(path, null, $"its elements of type {tensor.DataType} are no numbers", "give a tensor of numbers"));
    }
}
