using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Hillock.Bench.Functions;

/// <summary>Where the figures come from.</summary>
internal static class Machine
{
    private const int BrandFirst = unchecked((int)0x80000002), BrandLeaves = 3;

    /// <summary>"AMD EPYC".</summary>
    public static string Processor { get; } = ReadProcessor();

    /// <summary>The widest vectors in use: "AVX-512".</summary>
    public static string InstructionSet =>
        Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : AdvSimd.IsSupported ? "AdvSimd" : "128-bit or none";

    public static bool HasAvx512 => Avx512F.IsSupported;

    /// <summary>"2 processors of AMD EPYC, AVX-512, .NET 10.0.12, Debian GNU/Linux 12".</summary>
    public static string Description { get; } =
        $"{Environment.ProcessorCount} processors of {Processor}, {InstructionSet}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}";

    private static string ReadProcessor()
    {
        if (X86Base.IsSupported)
        {
            byte[] brand = new byte[16 * BrandLeaves];
            for (int leaf = 0; leaf < BrandLeaves; leaf++)
            {
                (int a, int b, int c, int d) = X86Base.CpuId(BrandFirst + leaf, 0);
                int[] words = [a, b, c, d];
                for (int word = 0; word < words.Length; word++)
                    BinaryPrimitives.WriteInt32LittleEndian(brand.AsSpan(16 * leaf + 4 * word), words[word]);
            }

            return Encoding.ASCII.GetString(brand).Trim('\0', ' ');
        }

        return RuntimeInformation.ProcessArchitecture.ToString();
    }
}
