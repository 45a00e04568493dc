using Hillock.Networks;
using Hillock.Torch.Training;
using Hillock.Torch.Treatments;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using Sequential = TorchSharp.Modules.Sequential;

namespace Hillock.Torch.Tests;

/// <summary>Treatments of a model and an optimizer of the user's.</summary>
public sealed class TreatmentTests
{
    private static Tensor Data(int samples = 400, int features = 6)
    {
        using Generator generator = new(7);
        return randn(samples, features, generator: generator);
    }

    private static float[] Numbers(Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();

    private static void Kill(Linear layer, params int[] units)
    {
        using var grad = no_grad();
        foreach (int unit in units) layer.bias![unit] = -100f;
    }

    private static float[] Out(nn.Module<Tensor, Tensor> model, Tensor x)
    {
        using var grad = no_grad();
        return Numbers(model.call(x));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void A_revived_unit_fires_on_the_stated_share_of_the_data_and_the_function_does_not_jump(double share)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(3);
        Sequential model = Trainings.Model(() => nn.ReLU());
        model.eval();
        Linear first = (Linear)model[0], second = (Linear)model[3];
        Kill(first, 2, 7);
        Kill(second, 0);
        Tensor x = Data();
        float[] before = Out(model, x), untouched = Numbers(first.weight![3]);

        ReviveUnits revive = new(share: share);
        revive.Apply(Patient.Of(model, x));

        Assert.Equal(3, revive.Revived);
        float[] after = Out(model, x);
        for (int i = 0; i < before.Length; i++) Assert.Equal(before[i], after[i], 1e-5f);
        Assert.Equal(untouched, Numbers(first.weight![3]));
        Tensor z = first.call(x), deeper = second.call(model[1].call(z) is Tensor a ? a : z);
        foreach (int unit in new[] { 2, 7 }) Assert.InRange(Share(z, unit), share, share + 0.01);
        Assert.InRange(Share(deeper, 0), share, share + 0.01);

        static double Share(Tensor z, int unit) => z[.., unit].gt(0).to(ScalarType.Float32).mean().item<float>();
    }

    [Fact]
    public void To_revive_many_units_runs_the_network_a_few_times_for_a_layer_not_for_a_unit()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(5);
        Linear first = nn.Linear(6, 200);
        Sequential model = nn.Sequential(("fc1", first), ("a1", nn.ReLU()), ("fc2", nn.Linear(200, 3)));
        model.eval();
        Kill(first, [.. Enumerable.Range(0, 150)]);
        int runs = 0;
        _ = first.register_forward_pre_hook((_, input) =>
        {
            runs++;
            return input;
        });
        ReviveUnits revive = new();
        revive.Apply(Patient.Of(model, Data()));
        Assert.Equal(150, revive.Revived);
        Assert.InRange(runs, 1, 10);
    }

    [Fact]
    public void What_a_unit_contributed_while_stuck_above_goes_into_the_next_bias()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(4);
        Sequential model = Trainings.Model(() => nn.ReLU6());
        model.eval();
        Linear first = (Linear)model[0];
        using (no_grad()) first.bias![4] = 1000f;
        Tensor x = Data();
        float[] before = Out(model, x);
        new ReviveUnits("fc1").Apply(Patient.Of(model, x));
        float[] after = Out(model, x);
        for (int i = 0; i < before.Length; i++) Assert.Equal(before[i], after[i], 1e-4f);
        Assert.InRange(first.call(x)[.., 4].gt(0).to(ScalarType.Float32).mean().item<float>(), 0.5, 1);
    }

    [Fact]
    public void A_dead_channel_is_revived_through_pooling_and_flattening()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(5);
        Conv2d convolution = nn.Conv2d(1, 4, 3);
        Sequential model = nn.Sequential(("c", convolution), ("a", nn.ReLU()), ("p", nn.MaxPool2d(2)), ("f", nn.Flatten()), ("l", nn.Linear(16, 3)));
        using (no_grad()) convolution.bias![1] = -100f;
        Tensor x = Data(300, 36).reshape(300, 1, 6, 6);
        float[] before = Out(model, x);
        new ReviveUnits().Apply(Patient.Of(model, x));
        Assert.Equal(before, Out(model, x));
        Tensor fires = convolution.call(x)[.., 1].reshape(300, 16).gt(0).any(1);
        Assert.InRange(fires.to(ScalarType.Float32).mean().item<float>(), 0.5, 0.52);
    }

    [Theory]
    [InlineData("adam")]
    [InlineData("momentum")]
    [InlineData("rmsprop")]
    [InlineData("adagrad")]
    public void The_optimizer_forgets_the_revived_unit_its_count_of_steps_included(string optimizer)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(3);
        Sequential model = Trainings.Model(() => nn.ReLU());
        ModulePatient patient = Patient.Of(model, Data());
        patient.UseOptimizer(OptimizerSpec.Parse(optimizer), 0.01);
        for (int step = 0; step < 5; step++) Train(model, patient);
        Kill((Linear)model[0], 2);
        new ReviveUnits("fc1", [2]).Apply(patient);
        OptimizerState state = ((OptimizerHelper)patient.Optimizer!).state_dict().State[0];
        if (state.GetType().GetField("step") is { } count) Assert.Equal(0L, count.GetValue(state));
        Tensor memory = (Tensor)state.GetType().GetFields().First(field => field.FieldType == typeof(Tensor) && field.GetValue(state) is Tensor).GetValue(state)!;
        Assert.All(Numbers(memory[2]), value => Assert.Equal(0, value));
        Assert.Contains(Numbers(memory[3]), value => value != 0);
        Train(model, patient);
    }

    private static void Train(Sequential model, ModulePatient patient)
    {
        using var scope = NewDisposeScope();
        model.train();
        patient.Optimizer!.zero_grad();
        using Generator generator = new(9);
        nn.functional.cross_entropy(model.call(patient.Sample), randint(0, 3, patient.Sample.shape[0], ScalarType.Int64, generator: generator)).backward();
        patient.Step();
    }

    [Fact]
    public void A_unit_that_lives_is_not_replaced()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(3);
        Sequential model = Trainings.Model(() => nn.ReLU());
        float[] before = Trainings.Weights(model);
        Assert.Contains("is not constant", Assert.Throws<NotSupportedException>(() => new ReviveUnits("fc1", [1]).Apply(Patient.Of(model, Data()))).Message, StringComparison.Ordinal);
        Assert.Contains("no unit is dead", Assert.Throws<NotSupportedException>(() => new ReviveUnits().Apply(Patient.Of(model, Data()))).Message, StringComparison.Ordinal);
        Assert.Contains("has no layer 'fc9'", Assert.Throws<NotSupportedException>(() => new ReviveUnits("fc9").Apply(Patient.Of(model, Data()))).Message, StringComparison.Ordinal);
        Assert.Equal(before, Trainings.Weights(model));
    }

    [Theory]
    [InlineData("tanh")]
    [InlineData("relu")]
    [InlineData("sigmoid")]
    public void LSUV_brings_every_layer_to_deviation_one(string function)
    {
        using var scope = NewDisposeScope();
        Sequential model = Trainings.Model(() => new ActivationModule(Activation.Parse(function)), units: 30);
        Patient patient = Patient.Of(model, Data() * 40 + 3);
        new LayerSequentialVariance().Apply(patient);
        model.eval();
        Passage passage = patient.Run();
        foreach (PatientLayer layer in passage.Layers)
        {
            double[] z = [.. passage.PreActivations(layer).SelectMany(unit => unit.SelectMany(sample => sample)).Select(v => (double)v)];
            double mean = z.Average();
            Assert.InRange(Math.Sqrt(z.Average(v => (v - mean) * (v - mean))), 0.9, 1.1);
        }
    }

    [Fact]
    public void A_swapped_function_computes_and_learns_as_if_it_had_been_written_so()
    {
        using var scope = NewDisposeScope();
        foreach (bool inPlace in new[] { false, true })
        {
            random.manual_seed(6);
            Sequential relu = Trainings.Model(() => nn.ReLU(inPlace));
            random.manual_seed(6);
            Sequential elu = Trainings.Model(() => new ActivationModule(Activation.Parse("elu")));
            relu.eval();
            elu.eval();
            new SwapFunction(Activation.Parse("elu")).Apply(Patient.Of(relu, Data()));
            Tensor x = Data();
            Assert.Equal(Out(elu, x), Out(relu, x));
            foreach (Sequential model in new[] { relu, elu }) model.call(x).pow(2).mean().backward();
            Assert.Equal(Numbers(((Linear)elu[0]).weight!.grad!), Numbers(((Linear)relu[0]).weight!.grad!));
            Assert.All(Patient.Of(relu, Data()).Layers(), layer => Assert.Equal("elu", layer.Activation.Name));
        }
    }

    [Fact]
    public void The_input_is_centred_the_batches_normalised_the_activations_made_sparse_the_output_plain()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(6);
        Sequential model = nn.Sequential(("fc1", nn.Linear(6, 10)), ("act1", nn.Tanh()), ("fc2", nn.Linear(10, 3)), ("out", nn.ReLU()));
        Tensor x = Data() * 100 + 50;
        ModulePatient patient = Patient.Of(model, x, optim.Adam(model.parameters(), 0.01));
        new MatchOutput().Apply(patient);
        Assert.Contains(Out(model, x), value => value < 0);
        new ScaleInput().Apply(patient);
        float[] first = patient.Run().Calls[0].Input;
        Assert.InRange(first.Average(), -0.01f, 0.01f);
        Assert.InRange(first.Average(v => v * v), 0.9f, 1.1f);
        new NormaliseBatches().Apply(patient);
        Assert.True(patient.Layers()[0].Normalised);
        Assert.Throws<NotSupportedException>(() => new NormaliseBatches().Apply(patient));
        float[] before = Gradient();
        new SparseActivations(0.5).Apply(patient);
        Assert.NotEqual(before, Gradient());
        new LearningRate(0.5).Apply(patient);
        Assert.Equal(0.005, patient.LearningRate, 9);
        new ClipGradient(1e-9).Apply(patient);
        float[] weights = Numbers(((Linear)model[0]).weight!);
        new ChangeOptimizer(OptimizerSpec.Parse("sgd"), 1).Apply(patient);
        Train(model, patient);
        float[] moved = Numbers(((Linear)model[0]).weight!);
        Assert.InRange(weights.Zip(moved, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-6f);

        float[] Gradient()
        {
            model.zero_grad();
            model.call(x).pow(2).mean().backward();
            return Numbers(((Linear)model[0]).weight!.grad!);
        }
    }

    [Fact]
    public void A_forgotten_element_of_Adam_takes_the_steps_of_a_new_one()
    {
        OptimizerSpec spec = OptimizerSpec.Parse("adam");
        Optimizer old = Optimizer.Create(spec, 16), young = Optimizer.Create(spec, 16), plain = Optimizer.Create(spec, 16);
        float[] weights = new float[16], fresh = new float[16], other = new float[16], gradients = new float[16];
        for (int step = 0; step < 200; step++)
        {
            for (int i = 0; i < 16; i++) gradients[i] = MathF.Sin(step * 0.3f + i);
            if (step == 100)
            {
                old.Forget([5]);
                weights[5] = 0;
            }

            old.Step(weights, gradients, 0.01);
            plain.Step(other, gradients, 0.01);
            if (step >= 100) young.Step(fresh, gradients, 0.01);
        }

        Assert.Equal(fresh[5], weights[5], 1e-6f);
        for (int i = 0; i < 16; i++)
            if (i != 5) Assert.Equal(other[i], weights[i]);
    }
}
