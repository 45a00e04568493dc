using Hillock.Lab.Claims;

namespace Hillock.Lab;

/// <summary>Every claim, in the order of the notes.</summary>
public static class Catalogue
{
    /// <summary>The claims.</summary>
    public static IReadOnlyList<IClaim> Claims { get; } =
    [
        new Partition(),
        new Saturation(),
        new Initialisation(),
        new Jacobian(),
        new ZeroCentred(),
        new ZigZag(),
        new ReluFlow(),
        new ReluSpeed(),
        new Sparsity(),
        new Disentangling(),
        new Regularisation(),
        new DeadRole(),
        new VariableSize(),
        new Separability(),
        new Recovery(),
        new Dying(),
        new BornDead(),
        new Leaky(),
        new Successors(),
    ];

    /// <summary>The claims of these names, in the catalogue's order; all where none is named.</summary>
    /// <exception cref="SpecificationException">A name is unknown; the message gives the nearest.</exception>
    public static IReadOnlyList<IClaim> Named(IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        string[] known = [.. Claims.Select(claim => claim.Id)];
        foreach (string name in names.Where(name => !known.Contains(name)))
            throw new SpecificationException($"unknown claim '{name}'; did you mean '{NearestName.Of(name, known)}'? (hillock lab list shows all)");
        return names.Count == 0 ? Claims : [.. Claims.Where(claim => names.Contains(claim.Id))];
    }
}
