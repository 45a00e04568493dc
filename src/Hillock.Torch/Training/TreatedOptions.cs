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

    /// <summary>What treatments made of the network asked for, in words; null where they changed nothing of it.</summary>
    public static string? Changes(TrainingOptions asked, TrainingOptions treated)
    {
        (Network before, Network now) = (asked.Network, treated.Network);
        List<string> changes = [];
        if (now.Spec.ToString() != before.Spec.ToString()) changes.Add($"network {now.Spec}");
        if (now.Activation.ToString() != before.Activation.ToString()) changes.Add($"activation {now.Activation}");
        if (now.OutputActivation.ToString() != before.OutputActivation.ToString()) changes.Add($"output activation {now.OutputActivation}");
        if (treated.Clip is { } clip && clip != asked.Clip) changes.Add(FormattableString.Invariant($"gradient clipped to norm {clip:G3}"));
        if (treated.Input is not null) changes.Add("input scaled, folded into the first layer");
        return changes.Count == 0 ? null : string.Join(", ", changes);
    }
}
