using Hillock.Torch.Training;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Hillock.Torch.Tests;

public sealed class OptimizerTests
{
    [Theory]
    [InlineData("sgd", 0.1)]
    [InlineData("momentum(beta=0.8)", 0.1)]
    [InlineData("adam(beta1=0.8, beta2=0.99)", 0.01)]
    [InlineData("rmsprop(rho=0.9)", 0.01)]
    [InlineData("adagrad", 0.1)]
    public void Thirty_steps_are_those_of_TorchSharps_optimizer(string text, double rate)
    {
        using var scope = NewDisposeScope();
        OptimizerSpec spec = OptimizerSpec.Parse(text);
        float[] weights = [.. Enumerable.Range(0, 64).Select(i => MathF.Sin(i))];
        Parameter parameter = new(tensor(weights));
        Optimizer ours = Optimizer.Create(spec, weights.Length);
        optim.Optimizer theirs = spec.Name switch
        {
            "sgd" => optim.SGD([parameter], rate),
            "momentum" => optim.SGD([parameter], rate, momentum: 0.8),
            "adam" => optim.Adam([parameter], rate, 0.8, 0.99),
            "rmsprop" => optim.RMSProp([parameter], rate, alpha: 0.9),
            _ => optim.Adagrad([parameter], rate),
        };
        for (int step = 0; step < 30; step++)
        {
            float[] gradients = [.. weights.Select((_, i) => MathF.Cos(step * 0.7f + i) * (i % 5))];
            parameter.grad = tensor(gradients);
            theirs.step();
            ours.Step(weights, gradients, rate);
            float[] expected = [.. parameter.data<float>()];
            for (int i = 0; i < weights.Length; i++) Assert.Equal(expected[i], weights[i], 2e-5f * Math.Max(1, Math.Abs(expected[i])));
        }
    }

    [Theory]
    [InlineData("adamw", "did you mean 'adam'")]
    [InlineData("adam(beta=0.9)", "it takes beta1, beta2")]
    [InlineData("momentum(beta=1)", "beta = 1 is out of range; it must be at least 0 and below 1")]
    [InlineData("momentum(beta=NaN)", "at least 0 and below 1")]
    [InlineData("sgd(beta=0.1)", "it takes none")]
    [InlineData("rmsprop(rho=0.9", "closing parenthesis")]
    public void A_text_that_is_no_optimizer_is_refused_with_the_remedy(string text, string remedy) =>
        Assert.Contains(remedy, Assert.Throws<SpecificationException>(() => OptimizerSpec.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("sgd")]
    [InlineData("momentum(beta=0.5)")]
    [InlineData("adam(beta1=0.9, beta2=0.99)")]
    public void A_text_is_read_back(string text)
    {
        OptimizerSpec spec = OptimizerSpec.Parse(text);
        Assert.Equal(text, spec.ToString());
        Assert.Equal(spec, OptimizerSpec.Parse(spec.ToString()));
    }
}
