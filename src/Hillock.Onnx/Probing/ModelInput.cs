using Hillock.Onnx.Models;
using Hillock.Onnx.Schema;

namespace Hillock.Onnx.Probing;

/// <summary>An input that a model must be given, as it declares it.</summary>
public sealed record ModelInput
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its sizes, the samples of a batch first; −1 where the model leaves the size open.</summary>
    public required IReadOnlyList<long> Shape { get; init; }

    /// <summary>Whether the first size counts the samples and is open.</summary>
    public bool HasOpenBatch => Shape.Count > 0 && Shape[0] < 0;

    /// <summary>Whether it takes whole numbers only.</summary>
    public bool IsWhole => Element is not (ElementType.Float or ElementType.Float16 or ElementType.BFloat16 or ElementType.Double);

    internal ElementType Element { get; init; }

    /// <summary>The inputs of a model.</summary>
    /// <exception cref="InvalidDataException">One is no tensor of numbers, or states a size that no machine has room for.</exception>
    public static IReadOnlyList<ModelInput> Of(OnnxModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return [.. model.Graph.Inputs.Select(input => Of(model, input))];
    }

    /// <summary>The sizes as text: 1x3x?x?.</summary>
    public string ShapeText => Shape.Count == 0 ? "a single number" : string.Join('x', Shape.Select(s => s < 0 ? "?" : $"{s}"));

    /// <summary>Whether a batch of these sizes can be held; sizes that are open count as 1.</summary>
    internal static bool FitsMemory(IEnumerable<long> sizes) => sizes.Where(s => s > 0).Aggregate(1.0, (a, b) => a * b) <= MostNumbers;

    internal const int MostNumbers = 1 << 28;

    /// <summary>Whether a batch may have these sizes.</summary>
    public bool Takes(IReadOnlyList<long> sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        return sizes.Count == Shape.Count && !Shape.Where((s, i) => s > 0 && s != sizes[i]).Any();
    }

    private static ModelInput Of(OnnxModel model, ValueInfoProto input)
    {
        string place = $"input {ModelError.Show(input.Name)}";
        if (input.Type?.TensorType is not { } tensor) throw ModelError.At(model.Path, place, "it is no tensor", "only models that take tensors are read");
        ElementType element = (ElementType)tensor.ElemType;
        if (element.Bytes() == 0 || element is ElementType.Complex64 or ElementType.Complex128)
            throw ModelError.At(model.Path, place, $"its elements are of type {element}, not numbers", "only models that take numbers are read");
        long[] shape = [.. (tensor.Shape?.Dim ?? []).Select(d => d.HasDimValue && d.DimValue > 0 ? d.DimValue : -1)];
        if (tensor.Shape is null) shape = [-1];
        return FitsMemory(shape) ? new() { Name = input.Name, Shape = shape, Element = element }
            : throw ModelError.At(model.Path, place, $"it needs more than {MostNumbers:N0} numbers a batch ({string.Join('x', shape)})", "the model is damaged, or made for another machine");
    }
}
