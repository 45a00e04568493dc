using Google.Protobuf;
using Hillock.Onnx.Models;
using Hillock.Onnx.Schema;
using Microsoft.ML.OnnxRuntime;

namespace Hillock.Onnx.Running;

/// <summary>A model in ONNX Runtime, with inner values exposed as further outputs.</summary>
internal sealed class ModelSession : IDisposable
{
    private readonly SessionOptions _options;

    private ModelSession(InferenceSession session, SessionOptions options) => (Session, _options) = (session, options);

    public InferenceSession Session { get; }

    /// <summary>The outputs with their types and shapes; a size that is not known before the run is −1.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> Outputs => Session.OutputMetadata;

    /// <param name="model">The model.</param>
    /// <param name="exposed">Values to expose besides the model's outputs.</param>
    /// <param name="shapes">Sizes to state for inputs, so that the shapes behind them become known; null leaves what the model says.</param>
    /// <param name="threads">How many threads; 0 leaves the choice to ONNX Runtime.</param>
    /// <exception cref="InvalidDataException">ONNX Runtime does not take the model.</exception>
    public static ModelSession Open(OnnxModel model, IEnumerable<string> exposed, IReadOnlyDictionary<string, long[]>? shapes = null, int threads = 0)
    {
        SessionOptions options = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, IntraOpNumThreads = threads };
        options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", Path.GetDirectoryName(Path.GetFullPath(model.Path))!);
        try
        {
            return new(new(Bytes(model, exposed, shapes), options), options);
        }
        catch (OnnxRuntimeException exception)
        {
            options.Dispose();
            throw ModelError.At(model.Path, null, $"ONNX Runtime does not take it ({RuntimeText.Short(exception.Message)})", "export the model again");
        }
    }

    /// <summary>The types and shapes of all inner values, as ONNX Runtime infers them.</summary>
    public static IReadOnlyDictionary<string, ValueType> Types(OnnxModel model, IReadOnlyDictionary<string, long[]>? shapes = null)
    {
        using ModelSession session = Open(model, model.Graph.Nodes.SelectMany(n => n.Outputs), shapes);
        return session.Outputs.Concat(session.Session.InputMetadata).Where(o => o.Value.IsTensor).DistinctBy(o => o.Key)
            .ToDictionary(o => o.Key, o => new ValueType((ElementType)o.Value.ElementDataType, o.Value.Dimensions));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Session.Dispose();
        _options.Dispose();
    }

    private static byte[] Bytes(OnnxModel model, IEnumerable<string> exposed, IReadOnlyDictionary<string, long[]>? shapes)
    {
        // Only the lists that change are copied; the weights stay shared.
        ModelProto proto = new(model.Proto) { Graph = null };
        GraphProto graph = new() { Name = model.Proto.Graph.Name };
        graph.MergeFrom(model.Proto.Graph);
        HashSet<string> known = [.. graph.Output.Select(o => o.Name)];
        foreach (string name in exposed)
            if (name.Length > 0 && known.Add(name)) graph.Output.Add(new ValueInfoProto { Name = name });
        for (int i = 0; i < graph.Input.Count; i++)
        {
            if (shapes is null || !shapes.TryGetValue(graph.Input[i].Name, out long[]? sizes) || graph.Input[i].Type?.TensorType is null) continue;
            // The entry itself is the model's too.
            graph.Input[i] = graph.Input[i].Clone();
            TypeProto.Types.Tensor tensor = graph.Input[i].Type.TensorType;
            tensor.Shape = new();
            tensor.Shape.Dim.AddRange(sizes.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        }

        proto.Graph = graph;
        return proto.ToByteArray();
    }
}
