using TorchSharp;
using static TorchSharp.torch;

namespace Hillock.Torch.Monitoring;

/// <summary>In which order affine maps and activations were called in the passes looked at, and what follows from it.</summary>
internal sealed class CallOrder(IReadOnlyDictionary<nn.Module, string> paths)
{
    private readonly List<nn.Module> _calls = [];
    private readonly HashSet<nn.Module> _everCalled = [];
    private readonly List<string> _bare = [];

    /// <summary>
    /// The affine module that was called last in the last complete pass, whose output is taken for the network's; before that a guess.
    /// </summary>
    public nn.Module? Output { get; private set; } = paths.Keys.LastOrDefault(UnitAxis.IsAffine);

    /// <summary>The activation that followed it; null where none was called, or no pass is complete.</summary>
    public nn.Module? OutputFunction { get; private set; }

    /// <summary>Whether the call at hand is that of the pass's first affine module.</summary>
    public bool AtInput => _calls.FindIndex(UnitAxis.IsAffine) == _calls.Count - 1;

    public void Begin() => _calls.Clear();

    public void Add(nn.Module module)
    {
        _calls.Add(module);
        _everCalled.Add(module);
    }

    public bool WasCalled(nn.Module module) => _everCalled.Contains(module);

    /// <summary>Learns from the pass that is over.</summary>
    public void End()
    {
        if (_calls.FindLast(UnitAxis.IsAffine) is not { } last) return;
        Output = last;
        OutputFunction = _calls[^1] == last ? null : _calls[_calls.LastIndexOf(last) + 1];
        for (int i = 0; i < _calls.Count; i++)
        {
            if (!UnitAxis.IsAffine(_calls[i])) continue;
            nn.Module? next = i + 1 < _calls.Count ? _calls[i + 1] : null;
            if (next is null || !UnitAxis.IsAffine(next)) continue;
            string text = $"{paths[_calls[i]]} ({_calls[i].GetType().Name}): no activation module received its output before {paths[next]} "
                + "was called; an activation applied as a function inside forward is not visible, use a module for it";
            if (!_bare.Contains(text)) _bare.Add(text);
        }
    }

    public void Pass(StateStream state, IReadOnlyDictionary<string, nn.Module> modules)
    {
        Output = state.Text(Output is null ? null : paths[Output]) is { } output ? modules[output] : null;
        List<string> called = [.. _everCalled.Select(module => paths[module])];
        state.List(called, path => state.Text(path)!);
        if (state.Reads) _everCalled.UnionWith(called.Select(path => modules[path]));
        state.List(_bare, text => state.Text(text)!);
    }

    /// <summary>Affine maps, save the last, whose output met no activation module.</summary>
    public IReadOnlyList<string> Bare => _bare;
}
