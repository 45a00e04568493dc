using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hillock.Torch.Treatments;

/// <summary>The weights of a Linear or Conv2d, read and written as plain numbers whatever their type and place in memory.</summary>
internal sealed class AffineMap(nn.Module<Tensor, Tensor> module, string path)
{
    public nn.Module<Tensor, Tensor> Module => module;

    public string Path => path;

    public Parameter Weight => module is Linear linear ? linear.weight! : ((Conv2d)module).weight!;

    public Parameter? Bias => module is Linear linear ? linear.bias : ((Conv2d)module).bias;

    public int Units => (int)Weight.shape[0];

    public int FanIn => (int)(Weight.NumberOfElements / Weight.shape[0]);

    public int FanOut => (int)(Units * Weight.shape.Skip(2).Aggregate(1L, (a, b) => a * b));

    /// <summary>Whether zeros are put around the input, which a constant added to it does not reach.</summary>
    public bool Pads => module is Conv2d convolution && convolution.padding is { } padding && padding.Any(side => side != 0);

    public static bool Is(nn.Module module) => module is Linear or Conv2d;

    public static float[] Read(Tensor tensor)
    {
        using Tensor plain = tensor.detach().cpu().to(ScalarType.Float32).contiguous();
        return plain.data<float>().ToArray();
    }

    public static void Write(Tensor target, float[] values)
    {
        using var grad = no_grad();
        using Tensor source = tensor(values, target.shape);
        target.copy_(source);
    }
}
