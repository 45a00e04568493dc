using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Hillock.Bench.Functions.Peers;

/// <summary>ONNX Runtime: models of one operator, input and output bound to our memory; it has no derivatives.</summary>
internal sealed class OnnxRuntimePeer : IPeer
{
    private static readonly Dictionary<string, Operator> Operators = new()
    {
        ["identity"] = new("Identity"),
        ["relu"] = new("Relu"),
        ["leaky_relu"] = new("LeakyRelu") { Attributes = { ["alpha"] = 0.01f } },
        ["prelu"] = new("PRelu", 0.25f),
        ["relu6"] = new("Clip", 0, 6),
        ["hard_tanh"] = new("Clip", -1, 1),
        ["thresholded_relu"] = new("ThresholdedRelu") { Attributes = { ["alpha"] = 1f } },
        ["hard_shrink"] = Shrink(0),
        ["soft_shrink"] = Shrink(0.5f),
        ["shrink"] = Shrink(0),
        ["hard_sigmoid"] = new("HardSigmoid") { Attributes = { ["alpha"] = 1f / 6, ["beta"] = 0.5f } },
        ["hard_swish"] = new("HardSwish"),
        ["softsign"] = new("Softsign"),
        ["sigmoid"] = new("Sigmoid"),
        ["silu"] = new("Swish"),
        ["quick_gelu"] = new("com.microsoft:QuickGelu") { Attributes = { ["alpha"] = 1.702f } },
        ["tanh"] = new("Tanh"),
        ["softplus"] = new("Softplus"),
        ["mish"] = new("Mish"),
        ["gelu"] = new("Gelu") { Attributes = { ["approximate"] = "none" } },
        ["gelu_tanh"] = new("Gelu") { Attributes = { ["approximate"] = "tanh" } },
        ["elu"] = new("Elu"),
        ["celu"] = new("Celu"),
        ["selu"] = new("Selu"),
        ["exponential"] = new("Exp"),
        ["abs"] = new("Abs"),
    };

    // A session serves every size; threads are part of it.
    private readonly Dictionary<(string Function, int Threads), InferenceSession> _sessions = [];

    private const string ThisName = "ONNX Runtime";

    public string Name => ThisName;

    public string Version => OrtEnv.Instance().GetVersionString();

    public Call? Create(Cell cell, Workspace workspace)
    {
        string name = cell.Activation.Name;
        if (!cell.IsForward || !Operators.TryGetValue(name, out Operator? operation)) return null;
        if (!_sessions.TryGetValue((name, cell.Threads), out InferenceSession? session))
            _sessions.Add((name, cell.Threads), session = Open(OnnxModel.Of(operation.Name, operation.Attributes, operation.Constants), cell.Threads));
        return Bind(session, workspace, [workspace.Length]);
    }

    /// <summary>A call from x to the result, both of this shape.</summary>
    public static Call Bind(InferenceSession session, Workspace workspace, long[] shape)
    {
        OrtIoBinding binding = session.CreateIoBinding();
        RunOptions options = new();
        OrtValue x = Bound(workspace, shape, output: false), y = Bound(workspace, shape, output: true);
        binding.BindInput("x", x);
        binding.BindOutput("y", y);
        return new(ThisName, times =>
        {
            for (int i = 0; i < times; i++) session.RunWithBinding(options, binding);
        })
        {
            Owned = [binding, options, x, y],
        };
    }

    public void Dispose()
    {
        foreach (InferenceSession session in _sessions.Values) session.Dispose();
    }

    public static InferenceSession Open(byte[] model, int threads)
    {
        using SessionOptions options = new()
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        return new(model, options);
    }

    private static unsafe OrtValue Bound(Workspace workspace, long[] shape, bool output) => OrtValue.CreateTensorValueWithData(
        OrtMemoryInfo.DefaultInstance, TensorElementType.Float, shape,
        (nint)(output ? workspace.ResultPointer : workspace.XPointer), (long)workspace.Length * sizeof(float));

    private static Operator Shrink(float bias) => new("Shrink") { Attributes = { ["lambd"] = 0.5f, ["bias"] = bias } };

    private sealed record Operator(string Name, params float[] Constants)
    {
        public Dictionary<string, object> Attributes { get; } = [];
    }
}
