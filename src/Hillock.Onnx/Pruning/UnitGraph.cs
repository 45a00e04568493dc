using Hillock.Onnx.Models;

namespace Hillock.Onnx.Pruning;

/// <summary>
/// Which indices of which values belong together: removing one means removing all that are tied to it. An index of a value's unit axis is
/// an entry; entries tied by operators that work index by index (activations, batch normalisation, pooling, additions, depthwise
/// convolutions …) are one strand, from the operators that make it to those that use it up.
/// </summary>
internal sealed class UnitGraph
{
    private readonly Dictionary<string, (int First, int Axis, int Size)> _values = [];
    private readonly List<int> _parents = [];
    private readonly Dictionary<int, string> _blocked = [];
    private readonly List<double?> _constants = [];

    /// <summary>Operators that use entries up: the node, which of its inputs, and how its weights take them.</summary>
    public List<(GraphNode Node, string Value)> Consumers { get; } = [];

    /// <summary>Operators that make entries.</summary>
    public List<(GraphNode Node, string Value)> Producers { get; } = [];

    /// <summary>Whether a value has a unit axis.</summary>
    public bool Has(string value) => _values.ContainsKey(value);

    public int Axis(string value) => _values[value].Axis;

    public int Size(string value) => _values[value].Size;

    public int Entry(string value, int unit) => _values[value].First + unit;

    /// <summary>The strand of an entry.</summary>
    public int Strand(string value, int unit) => Find(Entry(value, unit));

    /// <summary>What an entry is for every input, where that is one number; else null.</summary>
    public double? Constant(string value, int unit) => _constants[Entry(value, unit)];

    public void SetConstant(string value, int unit, double constant) => _constants[Entry(value, unit)] = constant;

    /// <summary>Why a strand has to stay; null where nothing is known against removing it.</summary>
    public string? Reason(int strand) => _blocked.GetValueOrDefault(strand);

    /// <summary>Gives a value a unit axis with entries of its own.</summary>
    public void Add(string value, int axis, int size)
    {
        _values[value] = (_parents.Count, axis, size);
        for (int i = 0; i < size; i++)
        {
            _parents.Add(_parents.Count);
            _constants.Add(null);
        }
    }

    /// <summary>Ties two entries.</summary>
    public void Tie(string value, int unit, string other, int otherUnit)
    {
        int a = Strand(value, unit), b = Strand(other, otherUnit);
        if (a == b) return;
        _parents[b] = a;
        if (_blocked.Remove(b, out string? reason)) _blocked.TryAdd(a, reason);
    }

    /// <summary>Keeps a strand, for a reason; the first counts.</summary>
    public void Block(int strand, string reason) => _blocked.TryAdd(strand, reason);

    /// <summary>Keeps all entries of a value.</summary>
    public void Block(string value, string reason)
    {
        if (!Has(value)) return;
        for (int unit = 0; unit < Size(value); unit++) Block(Strand(value, unit), reason);
    }

    private int Find(int entry)
    {
        while (_parents[entry] != entry) entry = _parents[entry] = _parents[_parents[entry]];
        return entry;
    }
}
