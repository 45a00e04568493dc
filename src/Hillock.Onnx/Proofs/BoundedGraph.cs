using Hillock.Onnx.Proofs.Steps;

namespace Hillock.Onnx.Proofs;

/// <summary>The part of a model that has been bounded: values by name and number, and the steps between them in their order.</summary>
/// <param name="fixedValues">What is known of the model's values beside their bounds.</param>
/// <param name="threads">How many threads to compute with.</param>
internal sealed class BoundedGraph(ValueFacts fixedValues, int threads)
{
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<BoundedValue?> _values = [];
    private readonly List<Step> _steps = [];
    private readonly List<int> _mixed = [];

    /// <summary>The bounds of every value, by its number.</summary>
    public IReadOnlyList<BoundedValue?> Values => _values;

    /// <summary>The steps; each reads only what earlier ones made.</summary>
    public IReadOnlyList<Step> Steps => _steps;

    /// <summary>The value where it is the same for every input; else null.</summary>
    public FixedValue? Fixed(string name) => fixedValues.Fixed(name);

    public int[] Shape(string name) => fixedValues.Shape(name);

    public BoundedValue? TryValue(string name) => _numbers.TryGetValue(name, out int number) ? _values[number] : null;

    public BoundedValue Value(string name) => TryValue(name)!;

    public int Number(string name) => _numbers[name];

    /// <summary>Adds an input with its box.</summary>
    public void AddInput(string name, BoundedValue box)
    {
        _numbers[name] = _values.Count;
        _values.Add(box);
        _mixed.Add(0);
    }

    /// <summary>Adds a step and bounds its output.</summary>
    public string Add(string name, Func<int, int[], Step> create, params string[] inputs)
    {
        Step step = create(_values.Count, [.. inputs.Select(input => _numbers[input])]);
        BoundedValue bounded = step.Bound([.. step.Inputs.Select(i => _values[i]!)], threads);
        _numbers[name] = step.Output;
        _values.Add(bounded);
        _steps.Add(step);
        int mixed = step.Inputs.Max(i => _mixed[i]);
        _mixed.Add(step is Selection or Scaling ? mixed : step is Dense or Convolution ? mixed + 1 : 2);
        return name;
    }

    /// <summary>
    /// Whether affine bounds may be tighter than the intervals of a value: not where it is one sum over numbers of the input, each of which
    /// is there once.
    /// </summary>
    public bool MayTighten(int value) => _mixed[value] > 1;
}
