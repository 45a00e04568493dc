using Hillock.Statistics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hillock.Torch.Monitoring;

/// <summary>
/// What becomes of an affine module's weights: in single steps, from look to look, and over an epoch. Of each unit at most 16 incoming
/// weights are remembered, evenly spread, and its bias, so that it grows with the units alone and a wide layer costs no more than a narrow.
/// Of a wide layer a part of the units is followed for two steps, then the next part.
/// </summary>
internal sealed class WeightWatch
{
    private const int MostPerUnit = 16, FewestInPart = 64, MostParts = 4;

    // Two updates and the angle between them.
    private const int StepsOfPart = 3;

    private readonly nn.Module _affine;
    private readonly int _units, _perUnit, _parts;
    private readonly int[] _places;
    private float[] _now, _before, _update, _updateBefore;
    private readonly float[] _atLook, _atEpoch, _bias, _biasAtLook;
    private readonly double[] _weightChange;
    private int _step = -1, _updateStep = -1, _part, _partSince = -1;

    private WeightWatch(nn.Module affine, int units, int fanIn)
    {
        (_affine, _units, _perUnit) = (affine, units, Math.Min(MostPerUnit, fanIn));
        _parts = Math.Clamp(units / FewestInPart, 1, MostParts);
        int perUnit = _perUnit;
        _places = [.. Enumerable.Range(0, perUnit).Select(k => (int)((long)k * fanIn / perUnit))];
        int length = units * perUnit, most = (units + _parts - 1) / _parts * perUnit;
        (_now, _before, _update, _updateBefore) = (new float[most], new float[most], new float[most], new float[most]);
        (_atLook, _atEpoch, _bias, _biasAtLook) = (new float[length], new float[length], new float[units], new float[units]);
        BiasChange = new double[units];
        _weightChange = new double[units];
        BiasChange.AsSpan().Fill(double.NaN);
        _weightChange.AsSpan().Fill(double.NaN);
    }

    /// <summary>The single steps.</summary>
    public UpdateTrace Updates { get; } = new();

    /// <summary>How far each unit's bias moved from the look before to the last; NaN where it has none.</summary>
    public double[] BiasChange { get; }

    /// <summary>‖ΔW‖/‖W‖ over the last epoch; null before its end, or where it is not finite.</summary>
    public double? EpochChange { get; private set; }

    /// <summary>A watch on a module's weights as they are now; null where it has none that can be read in place.</summary>
    public static WeightWatch? Of(nn.Module? affine, int units)
    {
        if (affine is null || Weights(affine) is not { } weights || weights.size(0) != units || weights.NumberOfElements == 0) return null;
        WeightWatch watch = new(affine, units, (int)(weights.NumberOfElements / units));
        watch.Read(0, units, watch._atLook);
        watch._atLook.CopyTo(watch._atEpoch, 0);
        watch.ReadBias();
        watch._bias.CopyTo(watch._biasAtLook, 0);
        return watch;
    }

    /// <summary>Sees the weights before a step is taken.</summary>
    /// <param name="step">The step, from 1.</param>
    public void See(int step)
    {
        if (step == _step) return;
        bool next = step >= _partSince + StepsOfPart;
        if (next && _partSince >= 0) _part = (_part + 1) % _parts;
        if (next) _partSince = step;
        (_now, _before) = (_before, _now);
        (int from, int to) = Part;
        if (!Read(from, to, _now)) return;
        if (step == _step + 1 && !(next && _parts > 1))
        {
            (_update, _updateBefore) = (_updateBefore, _update);
            int count = (to - from) * _perUnit;
            for (int i = 0; i < count; i++) _update[i] = _now[i] - _before[i];
            double size = Math.Sqrt(Product(_update, _update, count) / Product(_before, _before, count));
            Updates.Add(size, OneSignedShare(to - from), step == _updateStep + 1 ? Cosine(count) : null);
            _updateStep = step;
        }

        _step = step;
    }

    /// <summary>Sees what has changed since the look before; <see cref="See"/> comes first.</summary>
    public void Look()
    {
        (int from, int to) = Part;
        for (int unit = from; unit < to; unit++) _weightChange[unit] = Change(_now.AsSpan((unit - from) * _perUnit, _perUnit), unit);
        _now.AsSpan(0, (to - from) * _perUnit).CopyTo(_atLook.AsSpan(from * _perUnit));
        if (!ReadBias()) return;
        for (int unit = 0; unit < _units; unit++) BiasChange[unit] = (double)_bias[unit] - _biasAtLook[unit];
        _bias.CopyTo(_biasAtLook, 0);
    }

    /// <summary>
    /// How far a unit's incoming weights moved until the last look, as ‖ΔW‖/‖W‖: from the look before, or, where its part is not followed at
    /// present, from when it last was; NaN where that is not known.
    /// </summary>
    public double WeightChange(int unit)
    {
        if (unit >= Part.From && unit < Part.To) return _weightChange[unit];
        float[] now = new float[_perUnit];
        return Read(unit, unit + 1, now) ? Change(now, unit) : double.NaN;
    }

    public void EndEpoch()
    {
        float[] now = new float[_atEpoch.Length];
        if (!Read(0, _units, now)) return;
        double moved = 0;
        for (int i = 0; i < now.Length; i++) moved += ((double)now[i] - _atEpoch[i]) * ((double)now[i] - _atEpoch[i]);
        double change = Math.Sqrt(moved / Product(_atEpoch, _atEpoch, now.Length));
        EpochChange = double.IsFinite(change) ? change : null;
        now.CopyTo(_atEpoch, 0);
    }

    public void Pass(StateStream state)
    {
        foreach (float[] values in (float[][])[_now, _update, _atLook, _atEpoch, _biasAtLook]) state.Values(values.AsSpan());
        state.Values(BiasChange.AsSpan());
        state.Values(_weightChange.AsSpan());
        _step = state.Value(_step);
        _updateStep = state.Value(_updateStep);
        _part = state.Value(_part);
        _partSince = state.Value(_partSince);
        EpochChange = state.Optional(EpochChange);
        Updates.Pass(state);
    }

    // A transposed convolution has its units on the second axis; such are left out.
    private static Tensor? Weights(nn.Module affine) => Readable(affine switch
    {
        Linear linear => linear.weight,
        Conv1d convolution => convolution.weight,
        Conv2d convolution => convolution.weight,
        Conv3d convolution => convolution.weight,
        _ => null,
    });

    private static Tensor? Bias(nn.Module affine) => Readable(affine switch
    {
        Linear linear => linear.bias,
        Conv1d convolution => convolution.bias,
        Conv2d convolution => convolution.bias,
        Conv3d convolution => convolution.bias,
        _ => null,
    });

    private static Tensor? Readable(Tensor? tensor) =>
        tensor is { dtype: ScalarType.Float32, device_type: DeviceType.CPU, IsInvalid: false, is_sparse: false } && tensor.is_contiguous() ? tensor : null;

    // The units that are followed now.
    private (int From, int To) Part => (_units * _part / _parts, _units * (_part + 1) / _parts);

    private bool Read(int from, int to, float[] into)
    {
        if (Weights(_affine) is not { } weights || weights.size(0) != _units) return false;
        ReadOnlySpan<float> all = weights.Span<float>();
        int fanIn = all.Length / _units;
        if (fanIn < _perUnit) return false;
        all = all[(from * fanIn)..(to * fanIn)];
        if (fanIn == _perUnit) all.CopyTo(into);
        else
            for (int unit = from, i = 0; unit < to; unit++, all = all[fanIn..])
                foreach (int place in _places) into[i++] = all[place];
        return true;
    }

    private double Change(ReadOnlySpan<float> now, int unit)
    {
        ReadOnlySpan<float> before = _atLook.AsSpan(unit * _perUnit, _perUnit);
        double moved = 0, size = 0;
        for (int i = 0; i < now.Length; i++)
        {
            moved += ((double)now[i] - before[i]) * ((double)now[i] - before[i]);
            size += (double)before[i] * before[i];
        }

        return Math.Sqrt(moved / size);
    }

    private bool ReadBias()
    {
        if (Bias(_affine) is not { } bias || bias.NumberOfElements != _units) return false;
        bias.Span<float>().CopyTo(_bias);
        return true;
    }

    private double OneSignedShare(int units)
    {
        int moved = 0, oneSigned = 0;
        for (int unit = 0; unit < units; unit++)
        {
            bool up = false, down = false;
            foreach (float change in _update.AsSpan(unit * _perUnit, _perUnit))
            {
                up |= change > 0;
                down |= change < 0;
            }

            if (up || down) moved++;
            if (up != down) oneSigned++;
        }

        return moved == 0 ? 0 : (double)oneSigned / moved;
    }

    private double? Cosine(int count)
    {
        double norm = Math.Sqrt(Product(_update, _update, count) * Product(_updateBefore, _updateBefore, count));
        return norm > 0 ? Product(_update, _updateBefore, count) / norm : null;
    }

    // Four sums, so that an addition need not wait for the one before; always four, so that the bits are the same everywhere.
    private static double Product(float[] a, float[] b, int count)
    {
        double first = 0, second = 0, third = 0, fourth = 0;
        int i = 0;
        for (; i + 4 <= count; i += 4)
        {
            first += (double)a[i] * b[i];
            second += (double)a[i + 1] * b[i + 1];
            third += (double)a[i + 2] * b[i + 2];
            fourth += (double)a[i + 3] * b[i + 3];
        }

        for (; i < count; i++) first += (double)a[i] * b[i];
        return first + second + (third + fourth);
    }
}
