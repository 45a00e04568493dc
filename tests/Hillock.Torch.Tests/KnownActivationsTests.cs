using Hillock.Torch.Monitoring;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Hillock.Torch.Tests;

public sealed class KnownActivationsTests
{
    private static readonly Dictionary<string, Func<nn.Module<Tensor, Tensor>>> Modules = new()
    {
        ["identity"] = () => nn.Identity(),
        ["relu"] = () => nn.ReLU(),
        ["relu in place"] = () => nn.ReLU(inplace: true),
        ["leaky_relu"] = () => nn.LeakyReLU(0.2),
        ["relu6"] = () => nn.ReLU6(),
        ["elu"] = () => nn.ELU(0.5),
        ["celu"] = () => nn.CELU(0.7),
        ["selu"] = () => nn.SELU(),
        ["sigmoid"] = () => nn.Sigmoid(),
        ["tanh"] = () => nn.Tanh(),
        ["softplus"] = () => nn.Softplus(),
        ["softplus beta"] = () => nn.Softplus(2),
        ["gelu"] = () => nn.GELU(),
        ["gelu_tanh"] = () => nn.GELU(GELU.Approximate.tanh),
        ["silu"] = () => nn.SiLU(),
        ["mish"] = () => nn.Mish(),
        ["hard_sigmoid"] = () => nn.Hardsigmoid(),
        ["hard_swish"] = () => nn.Hardswish(),
        ["hard_shrink"] = () => nn.Hardshrink(0.3),
        ["soft_shrink"] = () => nn.Softshrink(0.3),
        ["softsign"] = () => nn.Softsign(),
        ["log_sigmoid"] = () => nn.LogSigmoid(),
        ["tanh_shrink"] = () => nn.Tanhshrink(),
        ["threshold"] = () => nn.Threshold(0.1, 20),
    };

    public static TheoryData<string> Names => [.. Modules.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_function_found_for_a_module_computes_what_the_module_does(string name)
    {
        using var scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> module = Modules[name]();
        Activation? activation = KnownActivations.Of(module, out string? refusal);
        Assert.Null(refusal);
        float[] x = [.. Enumerable.Range(-60, 121).Select(i => 0.1f * i + 0.013f)], expected = new float[x.Length];
        activation!.Forward(x, expected);
        float[] computed = [.. module.call(tensor(x)).data<float>()];
        for (int i = 0; i < x.Length; i++) Assert.Equal(expected[i], computed[i], 1e-5f);
        Assert.Equal(name.EndsWith("in place", StringComparison.Ordinal), KnownActivations.IsInPlace(module));
    }

    [Fact]
    public void A_module_of_another_kind_is_neither_known_nor_refused()
    {
        using Linear linear = nn.Linear(2, 2);
        Assert.Null(KnownActivations.Of(linear, out string? refusal));
        Assert.Null(refusal);
    }
}
