using V = System.Runtime.Intrinsics.Vector256<double>;

namespace Hillock.Accuracy.Quick;

/// <summary>The estimates of a function and of its derivative; x is finite, ±2^200 standing for ±∞.</summary>
internal sealed record QuickFormula(Func<V, Estimate> Value, Func<V, Estimate> Derivative);
