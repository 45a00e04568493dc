namespace Hillock.Torch.Training;

/// <summary>How far each layer's weights moved over the last epoch: ‖W after − W before‖ / ‖W before‖.</summary>
internal sealed class WeightChanges(FlatParameters flat)
{
    private readonly float[] _before = flat.Values.ToArray();
    private readonly Dictionary<string, double> _last = [];

    public void EndEpoch()
    {
        foreach (FlatParameters.Window window in flat.Windows)
        {
            if (!window.Connects) continue;
            ReadOnlySpan<float> before = window.Of(_before), after = window.Of(flat.Values);
            double moved = 0, size = 0;
            for (int i = 0; i < before.Length; i++)
            {
                double step = (double)after[i] - before[i];
                moved += step * step;
                size += (double)before[i] * before[i];
            }

            _last[window.Name.Split('.')[0]] = Math.Sqrt(moved / size);
        }

        flat.Values.CopyTo(_before);
    }

    public void Pass(StateStream state)
    {
        state.Values(_before.AsSpan());
        List<(string Layer, double Change)> last = [.. _last.Select(pair => (pair.Key, pair.Value))];
        state.List(last, pair => (state.Text(pair.Layer)!, state.Value(pair.Change)));
        foreach ((string layer, double change) in last) _last[layer] = change;
    }

    /// <summary>The last epoch's change of a layer; null before the first epoch, or where it is not a number.</summary>
    public double? LastEpoch(string layer) => _last.TryGetValue(layer, out double change) && double.IsFinite(change) ? change : null;
}
