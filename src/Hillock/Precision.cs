namespace Hillock;

/// <summary>How near to the true value a kernel computes.</summary>
public enum Precision
{
    /// <summary>The default: at most one unit in the last place from the true value (two for the values of sigmoid, tanh and hard_swish), as fast as the machine allows.</summary>
    Fast,

    /// <summary>The representable number nearest to the true value.</summary>
    Exact,
}
