using TorchSharp;
using static TorchSharp.torch;

namespace Hillock.Torch.Monitoring;

/// <summary>Hooks on modules, all taken off again together.</summary>
internal sealed class HookSet : IDisposable
{
    private readonly List<Action> _removals = [];

    /// <summary>Hooks before and after each call; what they return replaces the input or the output, null replaces nothing.</summary>
    public void Add(nn.Module<Tensor, Tensor> module, Func<Tensor, Tensor?>? before, Func<Tensor, Tensor, Tensor?>? after)
    {
        if (before is not null) _removals.Add(module.register_forward_pre_hook((_, input) => before(input)!).remove);
        if (after is not null) _removals.Add(module.register_forward_hook((_, input, output) => after(input, output)!).remove);
    }

    /// <summary>Hooks around a module with any inputs and outputs; nothing where its kind takes none.</summary>
    public void AddAround(nn.Module module, Action before, Action after)
    {
        // The methods belong to a generic base class, with other type arguments for each number of inputs.
        AddBare(module, nameof(nn.Module<,>.register_forward_pre_hook), before);
        AddBare(module, nameof(nn.Module<,>.register_forward_hook), after);
    }

    public void Dispose()
    {
        foreach (Action removal in _removals) removal();
        _removals.Clear();
    }

    private void AddBare(nn.Module module, string method, Action action)
    {
        Action<nn.Module> hook = _ => action();
        object? remover = module.GetType().GetMethod(method, [typeof(Action<nn.Module>)])?.Invoke(module, [hook]);
        if (remover?.GetType().GetMethod("remove")?.CreateDelegate<Action>(remover) is { } removal) _removals.Add(removal);
    }
}
