using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Hillock.Kernels;

/// <summary>
/// Runs the parts of one thread's work at a time on that thread and on threads of the pool. Each thread has a crew for each kind of work,
/// made once, so that a call allocates nothing. The calling thread takes the first part, which its processor's cache may hold from the last
/// call; of the others whoever is free takes the next, the calling thread too. It waits only for those that have been begun, so a pool
/// without a free thread costs time but never a deadlock. A thread of the pool that has nothing left to do lingers for the next call: to be
/// woken takes longer than a call over some thousands of elements.
/// </summary>
internal sealed class Crew<TPart> : IThreadPoolWorkItem where TPart : struct, IPart
{
    // About what it takes to wake a thread; and how long it goes on waiting where nobody else wants its processor: some schedulers wake it on
    // the caller's, where the two would take turns.
    private static readonly long Linger = Stopwatch.Frequency / 20_000, Stay = Stopwatch.Frequency / 500;

    [ThreadStatic] private static Crew<TPart>? _ofThread;

    private readonly object _gate = new();
    private TPart _part;
    private int _length;
    private long _each;
    private bool _busy;
    private Exception? _error;

    // Parts that nobody has taken, the first not among them: below 0 once they are gone. A thread that comes too late for one call may take a
    // part of the next.
    private int _left;
    private int _unfinished;

    // Threads of the pool that were called and have not left.
    private int _helpers;

    /// <summary>Runs all parts and throws the first exception of any of them.</summary>
    public static void Run(int length, int parts, TPart part)
    {
        Crew<TPart> crew = _ofThread ??= new();
        // Called from within a part on the same thread: the other threads have work already.
        if (crew._busy) part.Run(0, length);
        else crew.RunParts(length, parts, part);
    }

    /// <summary>What a thread of the pool does: parts, until none is left for a while.</summary>
    public void Execute()
    {
        do
        {
            if (TookLast()) lock (_gate) Monitor.Pulse(_gate);
        }
        while (MoreCame());
    }

    private bool MoreCame()
    {
        long began = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _left) <= 0)
        {
            long waited = Stopwatch.GetTimestamp() - began;
            if (waited < Stay)
            {
                if (waited < Linger || !Thread.Yield()) Thread.SpinWait(10);
                continue;
            }

            // Whoever counted on this thread just before may have left parts for it.
            Interlocked.Decrement(ref _helpers);
            if (Volatile.Read(ref _left) <= 0) return false;
            Interlocked.Increment(ref _helpers);
        }

        return true;
    }

    /// <summary>Runs parts until none is left, and says whether the last to be finished was among them.</summary>
    private bool TookLast()
    {
        int index;
        bool last = false;
        while ((index = Interlocked.Decrement(ref _left)) >= 0) last = IsLast(index + 1);
        return last;
    }

    /// <summary>Runs a part, and says whether it was the last to be finished.</summary>
    private bool IsLast(int index)
    {
        int start = (int)Math.Min(index * _each, _length), end = (int)Math.Min(start + _each, _length);
        try
        {
            if (end > start) _part.Run(start, end - start);
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref _error, e, null);
        }

        return Interlocked.Decrement(ref _unfinished) == 0;
    }

    private void RunParts(int length, int parts, TPart part)
    {
        // Whole cache lines, so that no two threads write to one.
        (_part, _length, _each) = (part, length, (((long)length + parts - 1) / parts + 63) & -64);
        (_busy, _unfinished) = (true, parts);
        // Before the helpers are counted: one that leaves then sees the parts.
        Interlocked.Exchange(ref _left, parts - 1);
        for (int helpers = Volatile.Read(ref _helpers); helpers < parts - 1; helpers = Interlocked.Increment(ref _helpers))
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        if (!IsLast(0) && !TookLast()) Await();
        Exception? error = _error;
        (_part, _error, _busy) = (default, null, false);
        if (error is not null) ExceptionDispatchInfo.Throw(error);
    }

    // Helpers work on the caller's memory: not even an interruption ends the wait before they are done.
    private void Await()
    {
        bool interrupted = false;
        long until = Stopwatch.GetTimestamp() + Linger;
        while (Volatile.Read(ref _unfinished) != 0)
        {
            if (Stopwatch.GetTimestamp() < until)
            {
                Thread.SpinWait(10);
                continue;
            }

            try
            {
                lock (_gate)
                    while (Volatile.Read(ref _unfinished) != 0) Monitor.Wait(_gate);
            }
            catch (ThreadInterruptedException)
            {
                interrupted = true;
            }
        }

        if (interrupted) Thread.CurrentThread.Interrupt();
    }
}
