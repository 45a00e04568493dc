using Hillock.Torch.Monitoring;
using Hillock.Torch.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hillock.Torch.Treatments;

/// <summary>
/// A model and an optimizer of the user's. Functions are swapped and normalisations put in by hooks, so that the model's own code stays as
/// it is; what a treatment adds stays when this object is gone. Train with <see cref="Step"/> in place of the optimizer's, which clips,
/// and with <see cref="Optimizer"/>, which a treatment may replace. Attach an <see cref="ActivationMonitor"/> after a treatment, not before.
/// </summary>
public sealed class ModulePatient : Patient
{
    internal ModulePatient(nn.Module<Tensor, Tensor> model, Tensor sample, optim.Optimizer? optimizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sample);
        if (sample.dim() < 2 || sample.shape[0] < 1) throw new ArgumentException($"The sample has the shape [{string.Join(", ", sample.shape)}]; the first axis counts samples, of which there is at least one.", nameof(sample));
        (Model, Sample, Optimizer) = (model, sample, optimizer);
    }

    /// <inheritdoc/>
    public override nn.Module<Tensor, Tensor> Model { get; }

    /// <inheritdoc/>
    public override Tensor Sample { get; }

    /// <summary>The optimizer to go on with; null where none was given.</summary>
    public optim.Optimizer? Optimizer { get; private set; }

    /// <inheritdoc/>
    public override double LearningRate
    {
        get => Known.ParamGroups.First().LearningRate;
        set
        {
            foreach (optim.ILearningRateController group in Known.ParamGroups) group.LearningRate = value;
        }
    }

    /// <inheritdoc/>
    public override double? Clip { get; set; }

    private optim.Optimizer Known => Optimizer ?? throw new NotSupportedException("this treatment needs the optimizer; hand it to Patient.Of");

    /// <summary>Clips the gradient where a treatment said so, then lets the optimizer step.</summary>
    public void Step()
    {
        if (Clip is { } norm) nn.utils.clip_grad_norm_(Model.parameters(), norm);
        Known.step();
    }

    internal override void Swap(PatientLayer layer, Activation function)
    {
        if (layer.Function is ActivationModule { Learns.Count: > 0 })
            throw new NotSupportedException($"{layer.Name}: its function is learned; replace it in the model's code");
        KnownActivations.Swap(layer.Function, function);
        ActivationModule module = new(function);
        Tensor? z = null;
        layer.Function.register_forward_pre_hook((_, input) =>
        {
            z = input;
            // The old function runs on a copy: one that works in place would change what the new one receives.
            return input.detach().clone();
        });
        layer.Function.register_forward_hook((_, _, old) =>
        {
            old.Dispose();
            return module.call(z!);
        });
    }

    internal override void Normalise(IReadOnlyList<PatientLayer> layers)
    {
        foreach (PatientLayer layer in layers)
        {
            NormBase norm = layer.Map.Module is Linear ? nn.BatchNorm1d(layer.Units) : nn.BatchNorm2d(layer.Units);
            norm.to(layer.Map.Weight.device);
            norm.train(Model.training);
            // Within the affine map, so that it is saved, and follows train() and eval().
            layer.Map.Module.register_module("norm", norm);
            layer.Map.Module.register_forward_hook((_, _, output) => norm.call(output));
            if (Optimizer is not null) Add(Optimizer, [.. norm.parameters()]);
        }
    }

    internal override void ScaleInput()
    {
        using var grad = no_grad();
        long[] axes = [.. Enumerable.Range(0, (int)Sample.dim()).Where(axis => axis != 1).Select(axis => (long)axis)];
        Tensor shift = Sample.mean(axes, keepdim: true).DetachFromDisposeScope(), deviation = Sample.std(axes, unbiased: false, keepdim: true);
        Tensor factor = where(deviation > 1e-6 * shift.abs() + 1e-30, deviation.reciprocal(), ones_like(deviation)).DetachFromDisposeScope();
        Model.register_forward_pre_hook((_, input) => (input - shift) * factor);
    }

    internal override void Penalise(double l1)
    {
        foreach (PatientLayer layer in Selection.Of(Layers(), null))
            layer.Function.register_forward_hook((_, _, output) => SparsityPull.apply(output, l1 / output.shape[0]));
    }

    internal override void UseOptimizer(OptimizerSpec spec, double rate) => Optimizer = spec.Name switch
    {
        "sgd" => optim.SGD(Model.parameters(), rate),
        "momentum" => optim.SGD(Model.parameters(), rate, momentum: spec.Beta),
        "adam" => optim.Adam(Model.parameters(), rate, spec.Beta, spec.Rho),
        "rmsprop" => optim.RMSProp(Model.parameters(), rate, alpha: spec.Rho),
        _ => optim.Adagrad(Model.parameters(), rate),
    };

    internal override void MatchOutput()
    {
        Passage passage = Run();
        nn.Module module = passage.Calls[^1].Module;
        if (AffineMap.Is(module) || KnownActivations.Of(module, out _) is not { } activation || activation.Name == "identity" || module is not nn.Module<Tensor, Tensor> output)
            throw new NotSupportedException("the network has no output function that could be taken off; choose a loss for plain scores");
        if (passage.Layers.Any(layer => layer.Function == output)) throw new NotSupportedException("the output function serves hidden layers too; give the output its own");
        KnownActivations.Swap(output, Activation.Parse("identity"));
        output.register_forward_hook((_, z, old) =>
        {
            old.Dispose();
            return z.alias();
        });
    }

    /// <remarks>
    /// TorchSharp counts steps by parameter, not by unit: the count begins anew for the whole parameter, after which the other units'
    /// steps are smaller for a while, never larger.
    /// </remarks>
    internal override void Forget(Parameter parameter, IReadOnlyList<int> elements)
    {
        if (Optimizer is not OptimizerHelper helper) return;
        int index = helper.parameters().ToList().FindIndex(other => other.Handle == parameter.Handle);
        List<OptimizerState> states = helper.state_dict().State;
        if (index < 0 || index >= states.Count) return;
        foreach (System.Reflection.FieldInfo field in states[index].GetType().GetFields())
        {
            if (field.Name == "step") field.SetValue(states[index], 0L);
            if (field.FieldType != typeof(Tensor) || field.GetValue(states[index]) is not Tensor { IsInvalid: false } memory) continue;
            float[] values = AffineMap.Read(memory);
            foreach (int element in elements) values[element] = 0;
            AffineMap.Write(memory, values);
        }
    }

    private static void Add(optim.Optimizer optimizer, Parameter[] parameters)
    {
        double rate = optimizer.ParamGroups.First().LearningRate;
        optimizer.add_param_group(optimizer switch
        {
            TorchSharp.Modules.Adam => new TorchSharp.Modules.Adam.ParamGroup(parameters, lr: rate),
            AdamW => new AdamW.ParamGroup(parameters, lr: rate),
            RMSProp => new RMSProp.ParamGroup(parameters, lr: rate),
            TorchSharp.Modules.Adagrad => new TorchSharp.Modules.Adagrad.ParamGroup(parameters, lr: rate),
            SGD => new SGD.ParamGroup(parameters, lr: rate),
            _ => throw new NotSupportedException($"{optimizer.GetType().Name} takes no further parameters; put batch normalisation into the model"),
        });
    }
}
