namespace Hillock.Bench.Functions;

/// <summary>What is computed: y = f(x), or dx = dy·f′(x), the derivative from x or from the y that the forward pass left.</summary>
internal enum Direction
{
    Forward,
    Backward,
    FromOutput,
}
