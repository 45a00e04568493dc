namespace Hillock.Torch.Treatments;

internal static class Selection
{
    /// <summary>The layer of that name, or all.</summary>
    public static IReadOnlyList<PatientLayer> Of(IReadOnlyList<PatientLayer> layers, string? name)
    {
        PatientLayer[] chosen = [.. layers.Where(layer => name is null || layer.Name == name)];
        return chosen.Length > 0 ? chosen : throw new NotSupportedException(name is null
            ? "the network has no hidden layer that can be treated: a Linear or Conv2d module with an activation module after it, both run by call"
            : $"the network has no layer '{name}'; it has {string.Join(", ", layers.Select(layer => layer.Name))}");
    }
}
