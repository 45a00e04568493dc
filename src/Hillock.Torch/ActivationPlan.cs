using static TorchSharp.torch;

namespace Hillock.Torch;

/// <summary>How one call runs on tensors that are known to be contiguous float32 or float64 on the CPU.</summary>
internal abstract class ActivationPlan
{
    /// <summary>The outputs.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="kept">What the backward pass needs, if anything.</param>
    public abstract Tensor Forward(Tensor x, out Tensor? kept);

    /// <summary>The gradient with respect to the input (dy itself where it passes unchanged), then those with respect to the parameters.</summary>
    /// <param name="kept">What the forward pass kept.</param>
    /// <param name="dy">The gradient with respect to the output, contiguous.</param>
    public abstract Tensor[] Backward(Tensor? kept, Tensor dy);
}
