using Hillock.Networks;

namespace Hillock.Torch.Training;

/// <summary>What treatments can change of a training's options, as it stands in a checkpoint.</summary>
internal sealed record TreatedOptions(
    string Network, string Activation, string OutputActivation, string? Loss, string Optimizer, double? LearningRate, double? Clip, double L1,
    InputScale? Input)
{
    public static TreatedOptions Of(TrainingOptions options) => new(
        options.Network.Spec.ToString(), options.Network.Activation.ToString(), options.Network.OutputActivation.ToString(), options.Loss,
        options.Optimizer.ToString(), options.LearningRate, options.Clip, options.L1, options.Input);

    public TrainingOptions ApplyTo(TrainingOptions asked) => asked with
    {
        Network = new Network(NetworkSpec.Parse(Network), asked.Network.InputShape, asked.Network.Outputs,
            Hillock.Activation.Parse(Activation), Hillock.Activation.Parse(OutputActivation)),
        Loss = Loss,
        Optimizer = OptimizerSpec.Parse(Optimizer),
        LearningRate = LearningRate,
        Clip = Clip,
        L1 = L1,
        Input = Input,
    };
}
