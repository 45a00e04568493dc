namespace Hillock.Onnx.Proofs;

/// <summary>Where in a box samples lie.</summary>
public enum BoxPlace
{
    /// <summary>In its middle.</summary>
    Middle,

    /// <summary>Anywhere, with equal chances.</summary>
    Inside,

    /// <summary>At its corners.</summary>
    Corners,
}
