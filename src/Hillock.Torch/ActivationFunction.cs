using TorchSharp;
using static TorchSharp.torch;

namespace Hillock.Torch;

/// <summary>Binds an <see cref="ActivationPlan"/> to libtorch's automatic differentiation: apply(x, plan, parameters …).</summary>
internal sealed class ActivationFunction : autograd.SingleTensorFunction<ActivationFunction>
{
    public override string Name => "HillockActivation";

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var plan = (ActivationPlan)vars[1];
        Tensor y = plan.Forward((Tensor)vars[0], out Tensor? kept);
        ctx.save_data("plan", plan);
        ctx.save_data("parameters", vars.Length - 2);
        ctx.set_materialize_grads(false);
        if (kept is not null) ctx.save_for_backward([kept]);
        return y;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        // One gradient for each argument: x, the plan (which has none), the parameters.
        int parameters = (int)ctx.get_data("parameters");
        // No gradient came: none goes on.
        if (grad_output.IsInvalid) return [null!, null!, .. Enumerable.Repeat<Tensor>(null!, parameters)];
        try
        {
            var plan = (ActivationPlan)ctx.get_data("plan");
            // Gradients are recorded in a backward pass only where it is to be differentiated again.
            if (is_grad_enabled())
                throw new NotSupportedException("An ActivationModule has no second derivatives; call backward without create_graph.");
            Tensor[] gradients = Differentiate(plan, ctx.get_saved_variables().FirstOrDefault(), grad_output);
            if (gradients[0] != (object)grad_output) grad_output.Dispose();
            BackwardErrors.Hand(gradients);
            return [gradients[0], null!, .. gradients[1..]];
        }
        catch (Exception e)
        {
            BackwardErrors.Keep(e);
            Tensor failed = full_like(grad_output, double.NaN);
            BackwardErrors.Hand(failed);
            return [failed, null!, .. Enumerable.Repeat<Tensor>(null!, parameters)];
        }
    }

    // The gradient may be strided or expanded: that of a sum is one number with stride 0.
    private static Tensor[] Differentiate(ActivationPlan plan, Tensor? kept, Tensor gradient)
    {
        using (kept)
        {
            if (kept is null || gradient.is_contiguous()) return plan.Backward(kept, gradient);
            using Tensor packed = gradient.contiguous();
            return plan.Backward(kept, packed);
        }
    }
}
