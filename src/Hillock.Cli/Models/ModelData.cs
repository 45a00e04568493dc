using Hillock.Data;
using Hillock.Onnx;
using Hillock.Onnx.Probing;

namespace Hillock.Cli.Models;

/// <summary>Brings data to the inputs of a model: which file feeds which input, in what shape and scale.</summary>
internal sealed class ModelData
{
    private readonly ModelDataSettings _settings;
    private readonly IReadOnlyList<ModelInput> _inputs;
    private readonly Dictionary<string, InputFeed> _feeds = [];
    private readonly List<string> _names = [];

    private ModelData(OnnxModel model, ModelDataSettings settings)
    {
        _settings = settings;
        _inputs = ModelInput.Of(model);
        foreach ((string input, double value) in settings.Constants) _feeds.Add(Known(input, "--input").Name, new ConstantFeed(value));
        foreach (string name in settings.Shapes.Keys) Known(name, "--shape");
        foreach (string text in settings.Data) Add(text);
        if (settings.Data.Count == 0 && TensorFiles.Sets(Path.GetDirectoryName(Path.GetFullPath(model.Path))!) is { Count: > 0 } sets) AddSets(sets);
    }

    /// <summary>What the data are called: file names, or null where nothing was given or found.</summary>
    public string? Name => _names.Count == 0 ? null : string.Join(", ", _names);

    /// <summary>How values were scaled, as it goes into the report.</summary>
    public ScaleKind? Scale => _settings.Scale;

    /// <summary>Feeds and sizes for a model.</summary>
    /// <exception cref="SpecificationException">A name is no input of the model.</exception>
    /// <exception cref="IOException">A file is missing.</exception>
    public static ModelData For(OnnxModel model, ModelDataSettings settings) => new(model, settings);

    public ProbeOptions Options(int? threads) => new() { Feeds = _feeds, Shapes = _settings.Shapes, ChannelsLast = _settings.ChannelsLast, Threads = threads ?? 0 };

    private ModelInput Known(string name, string option) => _inputs.FirstOrDefault(i => i.Name == name) ?? throw new SpecificationException(
        $"{option}: the model has no input '{name}'; its inputs are {string.Join(", ", _inputs.Select(i => $"{i.Name} ({i.ShapeText})"))}");

    private void Add(string text)
    {
        ModelInput? named = _inputs.Where(i => text.StartsWith(i.Name + "=", StringComparison.Ordinal)).MaxBy(i => i.Name.Length);
        string path = named is null ? text : text[(named.Name.Length + 1)..];
        if (named is null && text.IndexOf('=', StringComparison.Ordinal) is var at and > 0 && !Path.Exists(text) && Path.Exists(text[(at + 1)..])) Known(text[..at], "--data");
        if (named is null && TensorFiles.Sets(path) is { Count: > 0 } sets)
        {
            AddSets(sets);
            return;
        }

        ModelInput[] open = [.. _inputs.Where(i => !_feeds.ContainsKey(i.Name) && i.Shape.Count > 0)];
        if (named is null && open.Length == 0) throw new SpecificationException($"--data '{text}': every input of the model is given already");
        // An archive may hold an array for every input.
        bool shared = named is null && open.Length > 1 && path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase);
        foreach (ModelInput input in shared ? open : [named ?? open[0]])
            if (!_feeds.TryAdd(input.Name, Feed(input, path, shared ? input.Name : null))) throw new SpecificationException($"--data: input {input.Name} is given twice");
        _names.Add(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)));
    }

    private void AddSets(IReadOnlyList<string> sets)
    {
        for (int i = 0; i < _inputs.Count; i++)
        {
            string[] paths = [.. sets.Select(set => Path.Combine(set, $"input_{i}.pb"))];
            bool batched = _inputs[i].Shape.Count > 0;
            _feeds.TryAdd(_inputs[i].Name, new SampleFeed(() => TensorFiles.Open(paths, batched)));
        }

        _names.Add(sets.Count == 1 ? Path.GetFileName(sets[0]) : $"{sets.Count} test sets");
    }

    private SampleFeed Feed(ModelInput input, string path, string? array)
    {
        IReadOnlyList<long> shape = _settings.Shapes.GetValueOrDefault(input.Name) ?? input.Shape;
        if (path.EndsWith(".pb", StringComparison.OrdinalIgnoreCase)) return new(() => TensorFiles.Open([path], input.Shape.Count > 0));
        long size = shape.Skip(1).Aggregate(1L, (a, b) => a < 0 || b < 0 ? -1 : a * b);
        SampleFit fit = new() { Features = size > 0 ? (int)size : null, Array = array };
        if (shape.Count == 4)
        {
            bool last = _settings.ChannelsLast ?? (shape[1] is not (1 or 3 or 4) && shape[3] is 1 or 3 or 4);
            (long height, long width, long channels) = last ? (shape[1], shape[2], shape[3]) : (shape[2], shape[3], shape[1]);
            fit = fit with
            {
                ChannelsLast = last,
                ImageChannels = channels is 1 or 3 or 4 ? (int)channels : 3,
                ImageSize = height > 0 && width > 0 ? ((int)height, (int)width) : null,
            };
        }

        // Bytes over 255 would all be 0 to what takes whole numbers.
        ModelDataSettings settings = input.IsWhole ? _settings with { Scale = _settings.Scale ?? ScaleKind.Raw } : _settings;
        return new(() => ScaledSamples.Open(path, fit, settings));
    }
}
