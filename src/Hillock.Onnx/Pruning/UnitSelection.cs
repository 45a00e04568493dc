using Hillock.Onnx.Models;
using Hillock.Onnx.Proofs;

namespace Hillock.Onnx.Pruning;

/// <summary>Which strands can go without changing anything, and why the others have to stay.</summary>
/// <param name="units">The units and what ties them.</param>
/// <param name="facts">Shapes.</param>
internal sealed class UnitSelection(UnitGraph units, ValueFacts facts)
{
    private readonly HashSet<int> _going = [];

    /// <summary>The strands that go.</summary>
    public IReadOnlySet<int> Going => _going;

    /// <summary>Decides over the strands of the given units.</summary>
    public void Decide(IEnumerable<int> candidates)
    {
        _going.UnionWith(candidates);
        foreach ((GraphNode node, string value) in units.Consumers)
        {
            bool border = node.Operator == "Conv" && NodeShape.HasBorder(node);
            for (int unit = 0; unit < units.Size(value); unit++)
            {
                int strand = units.Strand(value, unit);
                if (!_going.Contains(strand)) continue;
                if (units.Constant(value, unit) is not double constant)
                    units.Block(strand, $"{ModelError.Show(node.Proto)} reads it where it is not constant");
                else if (constant != 0 && border)
                    units.Block(strand, $"it gives {constant:G4}, which the padded border of {ModelError.Show(node.Proto)} lacks");
                else if (!double.IsFinite(constant))
                    units.Block(strand, "its constant is not finite");
            }
        }

        // Each of these may keep something that another counted on.
        int before;
        do
        {
            before = _going.Count;
            _going.RemoveWhere(strand => units.Reason(strand) is not null);
            foreach ((GraphNode node, string value) in units.Producers) KeepOne(value);
            foreach ((GraphNode node, string value) in units.Consumers.Concat(units.Producers)) KeepGroups(node, value);
            _going.RemoveWhere(strand => units.Reason(strand) is not null);
        }
        while (_going.Count != before);
    }

    private void KeepOne(string value)
    {
        int size = units.Size(value);
        if (Enumerable.Range(0, size).All(unit => _going.Contains(units.Strand(value, unit))))
            units.Block(units.Strand(value, 0), "the last unit of a layer stays, because nothing would be left of the layer");
    }

    private void KeepGroups(GraphNode node, string value)
    {
        int groups = node.Operator == "Conv" ? (int)node.Integer("group", 1) : 1;
        if (groups == 1 || NodeShape.IsDepthwise(node, facts.Shape(node.Inputs[0]))) return;
        int each = units.Size(value) / groups;
        int[][] going = [.. Enumerable.Range(0, groups).Select(g => Enumerable.Range(g * each, each).Where(unit => _going.Contains(units.Strand(value, unit))).ToArray())];
        int least = going.Min(g => g.Length);
        foreach (int unit in going.SelectMany(g => g[least..]))
            units.Block(units.Strand(value, unit), $"as many must go from each of the {groups} groups of {ModelError.Show(node.Proto)}");
    }
}
