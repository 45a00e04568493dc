namespace Hillock.Data;

/// <summary>What a <see cref="Scaler"/> is fitted on, sample after sample, so that data need not be in memory at once.</summary>
public sealed class ScaleFit
{
    private readonly float[] _first;
    private readonly bool[] _varies;
    private readonly double[] _mean, _squares;
    private float _largest;
    private long _count;

    /// <param name="features">Values in a sample.</param>
    public ScaleFit(int features)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        (_first, _varies, _mean, _squares) = (new float[features], new bool[features], new double[features], new double[features]);
    }

    /// <summary>Adds whole samples. Mean and Σ(x − mean)² are updated in double value by value (Welford 1962): the difference of mean square and
    /// squared mean would lose all digits of a feature far from 0.</summary>
    public void Add(ReadOnlySpan<float> samples)
    {
        if (samples.Length % _first.Length != 0) throw new ArgumentException($"{samples.Length} values are not whole samples of {_first.Length}.", nameof(samples));
        if (_count == 0 && samples.Length > 0) samples[.._first.Length].CopyTo(_first);
        for (int start = 0; start < samples.Length; start += _first.Length)
        {
            _count++;
            for (int feature = 0; feature < _first.Length; feature++)
            {
                float value = samples[start + feature];
                double apart = value - _mean[feature];
                _mean[feature] += apart / _count;
                _squares[feature] += apart * (value - _mean[feature]);
                _varies[feature] |= value != _first[feature];
                _largest = Math.Max(_largest, Math.Abs(value));
            }
        }
    }

    /// <summary>The scaling; without a sample a feature stays as it is, unless the format decides.</summary>
    /// <param name="kind">What to do.</param>
    /// <param name="formatMaximum">The largest value of the format (255 for bytes), or null.</param>
    /// <param name="defaultScale">What <see cref="ScaleKind.X100"/> multiplies.</param>
    /// <exception cref="ArgumentException"><paramref name="defaultScale"/> is itself x100.</exception>
    public Scaler ToScaler(ScaleKind kind, float? formatMaximum = null, ScaleKind defaultScale = ScaleKind.Raw)
    {
        if (defaultScale == ScaleKind.X100) throw new ArgumentException("x100 multiplies another scale, not itself.", nameof(defaultScale));
        float[] shift = new float[_first.Length], factor = new float[_first.Length];
        Array.Fill(factor, 1);
        switch (kind == ScaleKind.X100 ? defaultScale : kind)
        {
            case ScaleKind.Unit:
                Array.Fill(factor, Inverse(formatMaximum ?? _largest));
                break;
            case ScaleKind.Standard:
                for (int feature = 0; feature < factor.Length; feature++)
                {
                    // The mean of equal values, rounded, need not be that value; the value itself makes the feature exactly 0.
                    (shift[feature], factor[feature]) = _varies[feature] ? ((float)_mean[feature], Inverse(Math.Sqrt(_squares[feature] / _count))) : (_first[feature], 1);
                }

                break;
        }

        if (kind == ScaleKind.X100)
            for (int feature = 0; feature < factor.Length; feature++) factor[feature] *= 100;
        return new(kind, shift, factor);
    }

    // 1/0 and 1/(a subnormal number) are no use as factors: such features stay as they are.
    private static float Inverse(double divisor) => float.IsFinite((float)(1 / divisor)) ? (float)(1 / divisor) : 1;
}
