using Hillock.Networks;
using Hillock.Torch.Monitoring;
using Hillock.Torch.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hillock.Torch.Treatments;

/// <summary>A network under training as treatments see it: its layers, real data to look at it with, its optimizer.</summary>
public abstract class Patient
{
    /// <summary>Layers of any TorchSharp model, its optimizer, and a batch of real data that treatments may run through it.</summary>
    /// <param name="model">The model; its layers are Linear or Conv2d modules, each followed by an activation module, run by call.</param>
    /// <param name="sample">Real inputs: about 200 samples or more, so that what is said of units holds.</param>
    /// <param name="optimizer">The optimizer; null where no treatment needs it.</param>
    public static ModulePatient Of(nn.Module<Tensor, Tensor> model, Tensor sample, optim.Optimizer? optimizer = null) =>
        new(model, sample, optimizer);

    /// <summary>The network.</summary>
    public abstract nn.Module<Tensor, Tensor> Model { get; }

    /// <summary>The real inputs.</summary>
    public abstract Tensor Sample { get; }

    /// <summary>The learning rate.</summary>
    public abstract double LearningRate { get; set; }

    /// <summary>The largest norm of the whole gradient; null for none.</summary>
    public abstract double? Clip { get; set; }

    /// <summary>What draws new weights.</summary>
    internal RandomSource Random { get; set; } = new(1);

    /// <summary>The hidden layers in the order of the data, as they are now.</summary>
    public IReadOnlyList<PatientLayer> Layers()
    {
        return Run().Layers;
    }

    internal abstract void Swap(PatientLayer layer, Activation function);

    internal abstract void Normalise(IReadOnlyList<PatientLayer> layers);

    internal abstract void ScaleInput();

    internal abstract void Penalise(double l1);

    internal abstract void UseOptimizer(OptimizerSpec spec, double rate);

    internal abstract void MatchOutput();

    /// <summary>Lets the optimizer forget what it knows of elements of a parameter, its count of steps included.</summary>
    internal abstract void Forget(Parameter parameter, IReadOnlyList<int> elements);

    /// <summary>Runs the sample through the network as it is used, and shows what passed.</summary>
    internal Passage Run()
    {
        IReadOnlyDictionary<nn.Module, string> paths = ModulePaths.Of(Model);
        List<PassedCall> calls = [];
        bool training = Model.training;
        Model.eval();
        try
        {
            using HookSet hooks = new();
            foreach (nn.Module module in paths.Keys)
            {
                if (module is not nn.Module<Tensor, Tensor> plain || !(AffineMap.Is(module) || module is NormBase || KnownActivations.Of(module, out _) is not null)) continue;
                // Read at once: a model's own scope, or an activation in place, leaves nothing of them for later.
                int place = 0;
                hooks.Add(plain, input =>
                {
                    // In the order of the calls: a normalisation that was put in by a hook runs within its affine map's.
                    place = calls.Count;
                    calls.Add(new(module, AffineMap.Read(input), [], (int)input.shape[0]));
                    return null;
                }, (_, output) =>
                {
                    calls[place] = calls[place] with { Output = AffineMap.Read(output) };
                    return null;
                });
            }

            using var grad = no_grad();
            using var scope = NewDisposeScope();
            float[] result = AffineMap.Read(Model.call(Sample));
            AffineMap? last = calls.FindLast(call => AffineMap.Is(call.Module)) is { } call ? new((nn.Module<Tensor, Tensor>)call.Module, paths[call.Module]) : null;
            return new(Find(calls, paths), calls, result, last);
        }
        finally
        {
            Model.train(training);
        }
    }

    private static List<PatientLayer> Find(List<PassedCall> calls, IReadOnlyDictionary<nn.Module, string> paths)
    {
        List<PatientLayer> layers = [];
        for (int i = 0; i < calls.Count; i++)
        {
            if (!AffineMap.Is(calls[i].Module)) continue;
            bool normalised = i + 1 < calls.Count && calls[i + 1].Module is NormBase;
            int at = i + (normalised ? 2 : 1);
            if (at >= calls.Count || KnownActivations.Of(calls[at].Module, out _) is not { } activation) continue;
            int next = calls.FindIndex(at, call => AffineMap.Is(call.Module));
            if (next < 0) continue;
            AffineMap map = new((nn.Module<Tensor, Tensor>)calls[i].Module, paths[calls[i].Module]);
            AffineMap receiver = new((nn.Module<Tensor, Tensor>)calls[next].Module, paths[calls[next].Module]);
            layers.Add(new(map, (nn.Module<Tensor, Tensor>)calls[at].Module, receiver, activation, normalised));
        }

        return layers;
    }
}
