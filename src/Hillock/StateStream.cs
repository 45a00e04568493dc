using System.Runtime.InteropServices;
using System.Text;

namespace Hillock;

/// <summary>
/// Saves or restores the state of objects. Each has one method that names its fields once, for both directions, so that saving and
/// restoring cannot drift apart: <c>Looks = state.Value(Looks)</c> writes and returns what it is given, or returns what was written.
/// The format is that of memory: for the same program on the same machine, not for exchange.
/// </summary>
internal sealed class StateStream
{
    private readonly Stream _stream;

    private StateStream(Stream stream, bool reads) => (_stream, Reads) = (stream, reads);

    /// <summary>Whether state is being restored.</summary>
    public bool Reads { get; }

    /// <summary>The state that an object names.</summary>
    public static byte[] Save(Action<StateStream> pass)
    {
        using MemoryStream stream = new();
        pass(new(stream, reads: false));
        return stream.ToArray();
    }

    /// <summary>Gives an object its state back.</summary>
    /// <exception cref="InvalidDataException">The bytes are not the state of such an object.</exception>
    public static void Restore(byte[] bytes, Action<StateStream> pass)
    {
        using MemoryStream stream = new(bytes, writable: false);
        try
        {
            pass(new(stream, reads: true));
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("a saved state ends too early", e);
        }

        if (stream.Position != stream.Length) throw new InvalidDataException($"a saved state has {stream.Length - stream.Position} bytes too many");
    }

    public T Value<T>(T value) where T : unmanaged
    {
        Values(new Span<T>(ref value));
        return value;
    }

    public T? Optional<T>(T? value) where T : unmanaged => Value(value.HasValue) ? Value(value.GetValueOrDefault()) : null;

    /// <summary>Values whose number both sides know.</summary>
    public void Values<T>(Span<T> values) where T : unmanaged
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(values);
        if (Reads) _stream.ReadExactly(bytes);
        else _stream.Write(bytes);
    }

    /// <summary>Values with their number.</summary>
    public T[] Array<T>(T[] values) where T : unmanaged
    {
        int length = Length(values.Length);
        T[] result = Reads ? new T[length] : values;
        Values(result.AsSpan());
        return result;
    }

    public string? Text(string? text)
    {
        if (!Value(text is not null)) return null;
        return Encoding.UTF8.GetString(Array(Encoding.UTF8.GetBytes(text ?? "")));
    }

    /// <summary>Items that <paramref name="pass"/> writes, or reads where it is given null.</summary>
    public void List<T>(List<T> items, Func<T?, T> pass)
    {
        int count = Length(items.Count);
        if (!Reads)
        {
            foreach (T item in items) pass(item);
            return;
        }

        items.Clear();
        for (int i = 0; i < count; i++) items.Add(pass(default));
    }

    // What cannot be there is not allocated: every item takes at least a byte.
    private int Length(int length)
    {
        int known = Value(length);
        return known >= 0 && (!Reads || known <= _stream.Length - _stream.Position)
            ? known : throw new InvalidDataException($"a saved state claims {known} values");
    }
}
