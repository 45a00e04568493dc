using Hillock.Data;

namespace Hillock.Cli.Apply;

/// <summary>
/// Runs a function over a .npy file in parts of a fixed size: memory does not grow with the file. The result is written beside its place
/// and renamed when it is whole and the input is closed, so it may replace the input.
/// </summary>
internal sealed class FileRun(IFileFunction function, string input, string output, int threads)
{
    // 4 MiB of floats: longer parts are no faster, and a progress bar moves.
    private const int Part = 1 << 20;

    private delegate void Step<T>(ReadOnlySpan<T> x, Span<T> y, int row);

    /// <summary>Does it, and says what the input was.</summary>
    /// <param name="progress">Called with the share that is done.</param>
    /// <param name="cancellation">Stops between two parts and leaves nothing behind.</param>
    /// <exception cref="InvalidDataException">The input cannot be worked on.</exception>
    /// <exception cref="IOException">A file is missing or cannot be written.</exception>
    public NpyLayout Run(Action<double> progress, CancellationToken cancellation)
    {
        NpyReader reader = NpyReader.Open(input);
        try
        {
            (int row, int result, NpyLayout layout) = Plan(reader.Layout);
            NpyFile.Write(output, layout, writer =>
            {
                if (layout.Bits == 16) Copy<Half>(reader, writer, row, result, function.Run, progress, cancellation);
                else if (layout.Bits == 32) Copy<float>(reader, writer, row, result, function.Run, progress, cancellation);
                else Copy<double>(reader, writer, row, result, function.Run, progress, cancellation);
                // Before the renaming: Windows replaces no file that is open.
                reader.Dispose();
            });
            return reader.Layout;
        }
        catch (IOException exception) when (exception is not FileNotFoundException)
        {
            throw new IOException($"--out '{output}' cannot be written ({exception.Message}); make room or choose another place", exception);
        }
        finally
        {
            reader.Dispose();
        }
    }

    private (int Row, int Result, NpyLayout Output) Plan(NpyLayout layout)
    {
        try
        {
            return function.Plan(layout);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{input}: {exception.Message}", exception);
        }
    }

    private void Read<T>(NpyReader reader, Span<T> values) where T : unmanaged
    {
        try
        {
            reader.Read(values);
        }
        catch (IOException exception)
        {
            throw new InvalidDataException($"{input} cannot be read to its end ({exception.Message}); copy it to a sound disk", exception);
        }
    }

    private void Copy<T>(NpyReader reader, NpyWriter writer, int row, int result, Step<T> step, Action<double> progress, CancellationToken cancellation)
        where T : unmanaged
    {
        long rows = reader.Layout.Count / row;
        int most = (int)Math.Min(rows, Math.Max(1, Part / row));
        T[] x = new T[most * row], y = new T[most * result];
        for (long done = 0; done < rows;)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = (int)Math.Min(most, rows - done);
            Read(reader, x.AsSpan(0, count * row));
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
            {
                int from = (int)((long)count * thread / threads), to = (int)((long)count * (thread + 1) / threads);
                step(x.AsSpan(from * row, (to - from) * row), y.AsSpan(from * result, (to - from) * result), row);
            });
            writer.Write(y.AsSpan(0, count * result));
            done += count;
            progress((double)done / rows);
        }

        reader.DemandEnd();
    }
}
