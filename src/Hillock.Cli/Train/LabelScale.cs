namespace Hillock.Cli.Train;

/// <summary>
/// A real label as what a network is trained on: y′ = (y − Mean)/Deviation. A price of 300,000 would otherwise blow up the first step at
/// any learning rate; losses are those of y′, so the best constant answer has a mean squared error of about 1.
/// </summary>
internal sealed record LabelScale(double Mean, double Deviation)
{
    public static LabelScale Fit(IReadOnlyCollection<float> labels)
    {
        double mean = labels.Average(y => (double)y), variance = labels.Average(y => (y - mean) * (y - mean));
        return new(mean, variance > 0 ? Math.Sqrt(variance) : 1);
    }

    public float[] Apply(float[] labels) => Array.ConvertAll(labels, y => (float)((y - Mean) / Deviation));

    public float Undo(float answer) => (float)(answer * Deviation + Mean);
}
