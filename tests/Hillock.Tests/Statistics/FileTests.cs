using System.Text;
using Hillock.Statistics;
using Xunit;

namespace Hillock.Tests.Statistics;

public sealed class FileTests
{
    private const int HeaderLength = 28;

    [Theory]
    [InlineData("relu", 1)]
    [InlineData("leaky_relu(slope=0.2)", 33)]
    public void What_was_saved_goes_on_as_if_it_had_not_been(string function, int units)
    {
        UnitStatistics original = Some(function, units), loaded = Reload(MergeTests.Saved(original));
        Assert.Equal(MergeTests.Saved(original), MergeTests.Saved(loaded));
        Assert.Equal(original.Activation.ToString(), loaded.Activation.ToString());
        Assert.Equal(original.Classify().Dead, loaded.Classify().Dead);
        // Later batches must find the same running index, means and counts.
        UnitLayout layout = new(50, units);
        (float[] z, float[] a) = Layer.Normal(original.Activation, layout, seed: 77);
        foreach (UnitStatistics statistics in (UnitStatistics[])[original, loaded])
        {
            statistics.Observe(z, a, layout);
            statistics.ObserveGradient(z, layout);
        }

        Assert.Equal(MergeTests.Saved(original), MergeTests.Saved(loaded));
        for (int unit = 0; unit < units; unit++) Assert.Equal(original[unit], loaded[unit]);
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        byte[] saved = MergeTests.Saved(Some("tanh", 2));
        for (int length = 0; length < saved.Length; length += length < 100 ? 1 : 997)
            Refused(saved[..length]);
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_noticed()
    {
        byte[] saved = MergeTests.Saved(Some("tanh", 2));
        for (int i = 0; i < saved.Length; i += i < 200 ? 1 : 499)
        {
            byte[] damaged = [.. saved];
            damaged[i] ^= 0x10;
            Refused(damaged);
        }
    }

    [Theory]
    [InlineData("units", "claim 2147483647 units")]
    [InlineData("no units", "claim 0 units")]
    [InlineData("function", "not known: 'tanx'")]
    [InlineData("name", "a name of 1073741824 bytes")]
    [InlineData("interval", "detail interval of -1")]
    [InlineData("count", "a count of -5")]
    [InlineData("more", "8 bytes too many")]
    [InlineData("less", "fewer numbers than")]
    public void A_whole_file_that_says_what_cannot_be_is_refused(string what, string message)
    {
        byte[] payload = MergeTests.Saved(Some("tanh", 2))[HeaderLength..];
        switch (what)
        {
            case "units": BitConverter.TryWriteBytes(payload.AsSpan(8), int.MaxValue); break;
            case "no units": BitConverter.TryWriteBytes(payload.AsSpan(8), 0); break;
            case "function": payload[7] = (byte)'x'; break;
            case "name": BitConverter.TryWriteBytes(payload.AsSpan(0), 1 << 30); break;
            case "interval": BitConverter.TryWriteBytes(payload.AsSpan(12), -1); break;
            case "count": BitConverter.TryWriteBytes(payload.AsSpan(24), -5L); break;
            case "more": payload = [.. payload, .. new byte[8]]; break;
            case "less": payload = payload[..^8]; break;
        }

        Assert.Contains(message, Refused(WithHeader(payload)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_that_claims_two_gigabytes_allocates_nothing_of_the_kind()
    {
        byte[] saved = MergeTests.Saved(Some("tanh", 2));
        BitConverter.TryWriteBytes(saved.AsSpan(12), (long)int.MaxValue);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("end after", Refused(saved).Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10_000_000);
    }

    [Fact]
    public void Something_else_and_another_version_are_named()
    {
        Assert.Contains("HILLSTAT", Refused(Encoding.ASCII.GetBytes("{ \"schema\": \"hillock.report/1\" }")).Message, StringComparison.Ordinal);
        byte[] saved = MergeTests.Saved(Some("tanh", 2));
        saved[8] = 9;
        Assert.Contains("version 9", Refused(saved).Message, StringComparison.Ordinal);
    }

    private static UnitStatistics Some(string function, int units)
    {
        UnitStatistics statistics = new(Activation.Parse(function), units, detailEvery: 3);
        UnitLayout layout = new(250, units);
        (float[] z, float[] a) = Layer.Normal(statistics.Activation, layout, seed: 12);
        statistics.Observe(z, a, layout);
        statistics.ObserveGradient(a, layout);
        return statistics;
    }

    private static byte[] WithHeader(byte[] payload)
    {
        ulong hash = 14695981039346656037;
        foreach (byte value in payload) hash = (hash ^ value) * 1099511628211;
        return [.. "HILLSTAT"u8, .. BitConverter.GetBytes(1), .. BitConverter.GetBytes((long)payload.Length), .. BitConverter.GetBytes(hash), .. payload];
    }

    private static UnitStatistics Reload(byte[] bytes) => UnitStatistics.Load(new MemoryStream(bytes));

    private static InvalidDataException Refused(byte[] bytes) => Assert.Throws<InvalidDataException>(() => Reload(bytes));
}
