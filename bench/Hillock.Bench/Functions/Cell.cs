namespace Hillock.Bench.Functions;

/// <summary>What is compared: one function in one direction over so many floats on so many threads.</summary>
internal sealed record Cell(Activation Activation, Direction Direction, int Size, int Threads);
