namespace Hillock.Bench.Functions;

/// <summary>What is computed: y = f(x), or dx = dy·f′(x).</summary>
internal enum Direction
{
    Forward,
    Backward,
}
