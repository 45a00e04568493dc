using Hillock.Data.Files;
using Hillock.Data.Numpy;

namespace Hillock.Data;

/// <summary>
/// NumPy's .npy files: 16, 32 and 64-bit floats, integers of 8 to 64 bits and truth values are read in either byte order and in C or
/// Fortran order, and become floats; written are 32-bit floats, byte for byte as numpy.save writes them.
/// </summary>
public static class NpyFile
{
    /// <summary>Reads an array; a gzipped file is unpacked. Values that a float cannot hold are rounded, or become infinite.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no .npy file, holds no numbers, or states more than it holds.</exception>
    public static NpyArray Read(string path)
    {
        using ByteSource source = ByteSource.Open(path);
        return NpyStream.Read(source, Path.GetFileNameWithoutExtension(path)).Array;
    }

    /// <summary>Writes an array beside the path, then renames it.</summary>
    /// <exception cref="ArgumentException">The shape does not fit the number of values.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, int[] shape, float[] data)
    {
        NpyStream.Check(shape, data);
        ReplacedFile.Write(path, stream => NpyStream.Write(stream, shape, data));
    }

    /// <summary>
    /// Writes an array of any size a part at a time, beside the path, then renames it. The room for all of it is taken from the disk at
    /// the start where the file system can, so that a full disk is found before the work.
    /// </summary>
    /// <exception cref="ArgumentException">Other than all the numbers of the shape were written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, NpyLayout layout, Action<NpyWriter> write)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(write);
        ReplacedFile.Write(path, stream =>
        {
            NpyWriter writer = new(stream, layout);
            write(writer);
            if (writer.Written != layout.Count)
                throw new ArgumentException($"The shape holds {layout.Count} numbers, but {writer.Written} were written.", nameof(write));
        }, layout.Count * (layout.Bits / 8));
    }
}
