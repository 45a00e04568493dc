namespace Hillock;

/// <summary>What a forward pass keeps of an element so that the backward pass can tell the derivative.</summary>
public enum Kept
{
    /// <summary>Nothing: the derivative is one number everywhere (identity).</summary>
    Nothing,

    /// <summary>One bit: the derivative takes two values (functions made of straight pieces).</summary>
    Bits,

    /// <summary>The output f(x), which the layer that follows often keeps anyway.</summary>
    Output,

    /// <summary>The input x.</summary>
    Input,
}
