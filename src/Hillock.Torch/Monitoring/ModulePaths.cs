using static TorchSharp.torch;

namespace Hillock.Torch.Monitoring;

/// <summary>The paths of modules: "features.1".</summary>
internal static class ModulePaths
{
    /// <summary>Every module from <paramref name="root"/> down, each once, by its first path; the root by its type's name.</summary>
    public static IReadOnlyDictionary<nn.Module, string> Of(nn.Module root)
    {
        OrderedDictionary<nn.Module, string> paths = new(ReferenceEqualityComparer.Instance);
        Walk(root, "", paths);
        return paths;
    }

    // TorchSharp's own named_modules lists some modules late or twice; here each stands where its parent registered it.
    private static void Walk(nn.Module module, string path, OrderedDictionary<nn.Module, string> paths)
    {
        if (!paths.TryAdd(module, path.Length == 0 ? module.GetType().Name : path)) return;
        foreach ((string name, nn.Module child) in module.named_children()) Walk(child, path.Length == 0 ? name : $"{path}.{name}", paths);
    }
}
