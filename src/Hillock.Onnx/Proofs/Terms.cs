using System.Runtime.Intrinsics;

namespace Hillock.Onnx.Proofs;

/// <summary>
/// What a block of rows says of one value: the coefficients of those of its numbers that occur, and of no others. A pre-activation of a
/// convolution sees a small part of the picture; going through the whole of it for each would take as long as the proof may.
/// </summary>
/// <param name="numbers">How many numbers the value has.</param>
internal sealed class Terms(int numbers)
{
    // Where a number's coefficients stand, plus 1; 0 where it does not occur.
    private readonly int[] _places = new int[numbers];
    private int[] _numbers = new int[16];
    private Vector512<double>[] _coefficients = new Vector512<double>[16];

    /// <summary>How many numbers the value has.</summary>
    public int Numbers => numbers;

    /// <summary>How many of them occur.</summary>
    public int Count { get; private set; }

    /// <summary>The number at a place.</summary>
    public int Number(int place) => _numbers[place];

    /// <summary>The coefficients at a place, one a row.</summary>
    public Vector512<double> Coefficients(int place) => _coefficients[place];

    /// <summary>The coefficients of a number; none if it does not occur.</summary>
    public bool TryOf(int number, out Vector512<double> coefficients)
    {
        int place = _places[number];
        coefficients = place == 0 ? default : _coefficients[place - 1];
        return place != 0;
    }

    /// <summary>The coefficients of a number, to add to; valid until the next call.</summary>
    public ref Vector512<double> Of(int number)
    {
        int place = _places[number];
        if (place == 0) place = Append(number);
        return ref _coefficients[place - 1];
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        foreach (int number in _numbers.AsSpan(0, Count)) _places[number] = 0;
        Count = 0;
    }

    private int Append(int number)
    {
        if (Count == _numbers.Length)
        {
            Array.Resize(ref _numbers, 2 * Count);
            Array.Resize(ref _coefficients, 2 * Count);
        }

        _numbers[Count] = number;
        _coefficients[Count] = default;
        return _places[number] = ++Count;
    }
}
