using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hillock.Torch.Tests;

/// <summary>Plain training loops as users write them.</summary>
internal static class Trainings
{
    /// <summary>A network of the user's: two hidden layers with an activation each, and dropout.</summary>
    public static Sequential Model(Func<nn.Module<Tensor, Tensor>> activation, int inputs = 6, int units = 10) => nn.Sequential(
        ("fc1", nn.Linear(inputs, units)), ("act1", activation()), ("drop", nn.Dropout(0.2)),
        ("fc2", nn.Linear(units, units)), ("act2", activation()), ("fc3", nn.Linear(units, 3)));

    /// <summary>Steps of SGD on data that the seed decides.</summary>
    public static void Train(nn.Module<Tensor, Tensor> model, int steps, long seed = 11, int batch = 16, int inputs = 6, Action<int>? after = null)
    {
        using Generator generator = new((ulong)seed);
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.05);
        for (int step = 1; step <= steps; step++)
        {
            using var scope = NewDisposeScope();
            Tensor x = randn(batch, inputs, generator: generator), y = randint(0, 3, batch, ScalarType.Int64, generator: generator);
            optimizer.zero_grad();
            Tensor loss = nn.functional.cross_entropy(model.call(x), y);
            loss.backward();
            optimizer.step();
            after?.Invoke(step);
        }
    }

    /// <summary>All weights after a training of the same model on the same data.</summary>
    public static float[] Weights(Func<nn.Module<Tensor, Tensor>> activation, int steps, Func<nn.Module, IDisposable?>? watch = null)
    {
        random.manual_seed(3);
        using Sequential model = Model(activation);
        using IDisposable? monitor = watch?.Invoke(model);
        Train(model, steps);
        return Weights(model);
    }

    public static float[] Weights(nn.Module model) => [.. model.parameters().SelectMany(parameter => parameter.data<float>().ToArray())];
}
