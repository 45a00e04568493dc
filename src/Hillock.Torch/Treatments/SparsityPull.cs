using TorchSharp;
using static TorchSharp.torch;

namespace Hillock.Torch.Treatments;

/// <summary>The identity, whose gradient has that of an L1 penalty added: dx = dy + λ·sign(x).</summary>
internal sealed class SparsityPull : autograd.SingleTensorFunction<SparsityPull>
{
    public override string Name => "HillockSparsityPull";

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        Tensor x = (Tensor)vars[0];
        ctx.save_for_backward([x.detach().sign() * (double)vars[1]]);
        return x.detach().clone();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output + ctx.get_saved_variables()[0], null!];
}
