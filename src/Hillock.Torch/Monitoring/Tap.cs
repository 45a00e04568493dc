using TorchSharp;
using static TorchSharp.torch;

namespace Hillock.Torch.Monitoring;

/// <summary>
/// Lets a tensor pass unchanged and shows the gradient that comes back for it: apply(tensor, Action&lt;Tensor&gt;). The gradient goes on
/// unchanged whatever the action does.
/// </summary>
internal sealed class Tap : autograd.SingleTensorFunction<Tap>
{
    public override string Name => "HillockTap";

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.save_data("show", vars[1]);
        ctx.set_materialize_grads(false);
        // Not the tensor itself: libtorch would return a view of it, which an activation in place may not change. What detach returns
        // shares memory and version with the tensor, so that nothing is copied and changes in place are noticed as without a tap.
        return ((Tensor)vars[0]).detach();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        if (grad_output.IsInvalid) return [null!, null!];
        try
        {
            ((Action<Tensor>)ctx.get_data("show"))(grad_output);
        }
        catch (Exception e)
        {
            BackwardErrors.Keep(e);
        }

        BackwardErrors.Hand(grad_output);
        return [grad_output, null!];
    }
}
