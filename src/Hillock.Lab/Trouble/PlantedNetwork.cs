using Hillock.Networks;
using Hillock.Runs;
using Hillock.Torch;
using Hillock.Torch.Training;
using TorchSharp;

namespace Hillock.Lab.Trouble;

/// <summary>A trained network of two hidden layers, with faults and decoys planted in the second.</summary>
internal sealed class PlantedNetwork
{
    private const int Most = 500;
    private const double Slope = 0.01, Share = 0.95;

    private readonly Network _network;
    private readonly NetworkWeights _weights;
    private readonly TrainingPart _part;
    private readonly Activation _activation;
    private readonly float[] _weight, _bias;
    private readonly int _units, _count;
    private readonly double[][] _inputs;

    public PlantedNetwork(Network network, NetworkWeights weights, TrainingPart part)
    {
        (_network, _weights, _activation, _count) = (network, weights, network.Activation, Math.Min(Most, part.Count));
        _part = new(part.X[..(_count * part.Features)], part.Y[.._count], _count);
        (_weight, _bias) = (weights["hidden2.weight"].Data, weights["hidden2.bias"].Data);
        _units = _bias.Length;
        float[] first = weights["hidden1.weight"].Data, bias = weights["hidden1.bias"].Data;
        _inputs = [.. Enumerable.Range(0, _count).Select(sample => Enumerable.Range(0, _units).Select(unit =>
            _activation.Value(bias[unit] + Enumerable.Range(0, part.Features).Sum(k => (double)first[unit * part.Features + k] * _part.X[sample * part.Features + k]))).ToArray())];
        Plant();
    }

    /// <summary>Decoys planted: what fires or leaves the rail rarely, but does.</summary>
    public int Decoys { get; private set; }

    /// <summary>The lists by their definitions.</summary>
    public UnitList Truth()
    {
        List<int> dead = [], constant = [], low = [], high = [], both = [];
        FunctionFacts facts = _activation.Facts;
        for (int unit = 0; unit < _units; unit++)
        {
            double[] z = [.. _inputs.Select(x => PreActivation(unit, x))];
            float[] a = Array.ConvertAll(z, v => (float)_activation.Value((float)v));
            double[] slope = Array.ConvertAll(z, v => (double)(float)_activation.Derivative((float)v));
            double spread = a.Max() - (double)a.Min(), largest = a.Max(v => Math.Abs(v));
            // A tail is where f′ stays small from there on: on the side of 0 that z lies on, for these functions.
            int belowRail = Enumerable.Range(0, _count).Count(i => facts.LowerTail.Kind == TailKind.Saturating && z[i] < 0 && Math.Abs(slope[i]) < Slope * facts.MaxSlope);
            int aboveRail = Enumerable.Range(0, _count).Count(i => facts.UpperTail.Kind == TailKind.Saturating && z[i] > 0 && Math.Abs(slope[i]) < Slope * facts.MaxSlope);
            if (spread == 0 && slope.All(d => d == 0)) dead.Add(unit);
            else if (spread <= 4 * (MathF.BitIncrement((float)largest) - largest)) constant.Add(unit);
            else if (belowRail >= Share * _count) low.Add(unit);
            else if (aboveRail >= Share * _count) high.Add(unit);
            else if (belowRail + aboveRail >= Share * _count) both.Add(unit);
        }

        return new(dead, constant, low, high, both);
    }

    /// <summary>The lists that a monitor of the module gives.</summary>
    public UnitList Look()
    {
        using NetworkModule module = new(_network, _weights);
        using ActivationMonitor monitor = ActivationMonitor.Attach(module);
        monitor.Evaluate(() =>
        {
            using torch.Tensor x = torch.tensor(_part.X, _count, _part.Features), y = module.call(x);
        });
        LayerRecord layer = monitor.Report()[1];
        return new([.. layer.Dead], [.. layer.Constant], [.. layer.SaturatedLow], [.. layer.SaturatedHigh], [.. layer.SaturatedBoth]);
    }

    private void Plant()
    {
        // Far below 0: dead where that side is flat, saturated where it has a limit.
        Shift(1, firing: 0, at: 0, gap: 30);
        Shift(2, firing: 0, at: 0, gap: 30);
        Freeze(3, at: 0.7);
        Freeze(4, at: -0.3);
        Decoy(5, firing: Math.Max(1, _count / 1000), at: 0);
        Decoy(7, firing: _count / 100, at: 0);
        Decoy(9, firing: _count * 8 / 100, at: 0);
        if (Rail(_activation.Facts.LowerTail, -1) is double low)
        {
            Shift(11, firing: _count * 4 / 100, at: low, gap: 0);
            Decoy(13, firing: _count * 6 / 100, at: low);
        }

        if (Rail(_activation.Facts.UpperTail, 1) is double high)
        {
            Shift(15, firing: _count * 96 / 100, at: high, gap: 0);
            Decoy(17, firing: _count * 94 / 100, at: high);
        }
    }

    // Where the derivative falls under 1 % of the largest for good, found by stepping inwards.
    private double? Rail(Tail tail, int side)
    {
        if (tail.Kind != TailKind.Saturating) return null;
        double z = 40 * side;
        while (Math.Abs(_activation.Derivative(z)) < Slope * _activation.Facts.MaxSlope) z -= side / 1024.0;
        return z;
    }

    private void Decoy(int unit, int firing, double at)
    {
        Shift(unit, firing, at, gap: 0);
        Decoys++;
    }

    // Moves the bias so that so many samples lie above a value; with none, the largest lies a gap below it.
    private void Shift(int unit, int firing, double at, double gap)
    {
        // Steeper weights keep the neighbours of the cut apart, so that float and double see the same samples beyond it.
        for (int k = 0; k < _units; k++) _weight[unit * _units + k] *= 8;
        double[] z = [.. _inputs.Select(x => PreActivation(unit, x)).OrderDescending()];
        _bias[unit] += (float)(firing == 0 ? at - gap - z[0] : at - (z[firing - 1] + z[firing]) / 2);
    }

    private void Freeze(int unit, double at)
    {
        _weight.AsSpan(unit * _units, _units).Clear();
        _bias[unit] = (float)at;
    }

    private double PreActivation(int unit, double[] inputs)
    {
        double z = _bias[unit];
        for (int k = 0; k < _units; k++) z += inputs[k] * _weight[unit * _units + k];
        return z;
    }
}
