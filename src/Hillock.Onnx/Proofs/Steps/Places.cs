namespace Hillock.Onnx.Proofs.Steps;

/// <summary>Index arithmetic: which number of an input becomes which number of an output.</summary>
internal static class Places
{
    public static int Count(IReadOnlyList<int> shape) => shape.Aggregate(1, (a, b) => checked(a * b));

    /// <summary>For every number of a value of shape <paramref name="to"/>, the number of one of shape <paramref name="from"/> that is repeated there.</summary>
    public static int[] Broadcast(IReadOnlyList<int> from, IReadOnlyList<int> to)
    {
        int[] strides = Strides(from), steps = new int[to.Count];
        for (int i = 0; i < from.Count; i++) steps[to.Count - from.Count + i] = from[i] == 1 ? 0 : strides[i];
        return Walk(to, steps, 0);
    }

    public static int[] Strides(IReadOnlyList<int> shape)
    {
        int[] strides = new int[shape.Count];
        for (int i = shape.Count - 1, stride = 1; i >= 0; stride *= shape[i--]) strides[i] = stride;
        return strides;
    }

    private static int[] Walk(IReadOnlyList<int> shape, int[] steps, int start)
    {
        int[] result = new int[Count(shape)], at = new int[shape.Count];
        for (int i = 0, place = start; i < result.Length; i++)
        {
            result[i] = place;
            for (int axis = shape.Count - 1; axis >= 0; axis--)
            {
                place += steps[axis];
                if (++at[axis] < shape[axis]) break;
                place -= steps[axis] * shape[axis];
                at[axis] = 0;
            }
        }

        return result;
    }
}
