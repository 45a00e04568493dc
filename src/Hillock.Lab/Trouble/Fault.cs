namespace Hillock.Lab.Trouble;

/// <summary>What is meant to be wrong with a case.</summary>
public enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The gradient dies on its way back.</summary>
    Vanishing,

    /// <summary>The gradient, or the activations themselves, grow without bound.</summary>
    Exploding,

    /// <summary>Layers die, or so little comes through that those behind starve.</summary>
    Dying,

    /// <summary>The features are a hundred times too large.</summary>
    Input,

    /// <summary>The output function does not fit the loss.</summary>
    Output,

    /// <summary>The steps are so long that the loss goes up and down.</summary>
    Oscillating,
}
