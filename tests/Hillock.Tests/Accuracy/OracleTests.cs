using Hillock.Accuracy.Oracle;
using Xunit;

namespace Hillock.Tests.Accuracy;

/// <summary>The oracle's functions against digits computed by mpmath 1.3 with 700 bits.</summary>
public sealed class OracleTests
{
    private static readonly Dictionary<string, Func<Wide, Wide>> Functions = new()
    {
        ["Exp"] = WideMath.Exp,
        ["Expm1"] = WideMath.Expm1,
        ["Log"] = WideMath.Log,
        ["Log1p"] = WideMath.Log1p,
        ["Sqrt"] = WideMath.Sqrt,
        ["Sin"] = WideMath.Sin,
        ["Tanh"] = WideMath.Tanh,
        ["Erfc"] = WideMath.Erfc,
    };

    // The magnitude of f(x)·2^shift.
    [Theory]
    [InlineData("Exp", 1.5, "4.48168907033806482260205546011927581900574986836966705677265", 0)]
    [InlineData("Exp", -0.3, "0.740818220681717874291608235944651984876347402739498593904047", 0)]
    [InlineData("Exp", -103.5, "1.60332096934372444062342458484622619471313063835701873729817", 150)]
    [InlineData("Exp", 1e-05, "1.00001000005000016666790137288615466171942537702622393091673", 0)]
    [InlineData("Exp", 88.0, "1.94148908735872832525290241259536439257987618747718888770534", -126)]
    [InlineData("Expm1", 1e-09, "1.07374182453687097905330665108511757796346671041398592928628", 30)]
    [InlineData("Expm1", -0.4, "0.329679953964360714139662054383406506855960695376213797144546", 0)]
    [InlineData("Expm1", 3.0, "19.0855369231876677409285296545817178969879078385541501443789", 0)]
    [InlineData("Log", 0.1, "2.30258509299404562850684022342653872716347359387638277683520", 0)]
    [InlineData("Log", 7.5, "2.01490302054226475657877244869053677609759177773101191952666", 0)]
    [InlineData("Log1p", 1e-07, "1.67772151611392551648485126447796695147115449444206674020811", 24)]
    [InlineData("Log1p", 0.5, "0.405465108108164381978013115464349136571990423462494197614014", 0)]
    [InlineData("Sqrt", 2.0, "1.41421356237309504880168872420969807856967187537694807317668", 0)]
    [InlineData("Sqrt", 0.7, "0.836660026534075521438765590310184736481391967232487559212892", 0)]
    [InlineData("Sin", 1.0, "0.841470984807896506652502321630298999622563060798371065672752", 0)]
    [InlineData("Sin", 355.0, "1.97554034176743500771034923064689292674700457189865220379704", 16)]
    [InlineData("Sin", 1000000.0, "0.349993502171292952117652486780771469061406605328716273857059", 0)]
    [InlineData("Tanh", 0.0001, "1.63839999453866676702697142791976581490234279582575082091447", 14)]
    [InlineData("Tanh", 0.8, "0.664036770267848988511881426480887187071334830382250849626587", 0)]
    [InlineData("Tanh", 9.0, "0.999999969540040974479302111183582397525360372749138382938389", 0)]
    [InlineData("Erfc", 0.01, "0.988716584444150382849222864671836962351022607615933526049143", 0)]
    [InlineData("Erfc", 0.5, "0.479500122186953462317253346108035471263548424242036299941194", 0)]
    [InlineData("Erfc", 2.0, "0.00467773498104726583793074363274707138910820295993992326164767", 0)]
    [InlineData("Erfc", 3.6, "1.49259757502410549064889635925333293419015545958154506162319", 22)]
    [InlineData("Erfc", 6.0, "1.55066045183234060356526748292009562359074231065857872390257", 56)]
    [InlineData("Erfc", 9.5, "1.64172445006250265968988191507030385308229581573476309491816", 135)]
    [InlineData("Erfc", 20.0, "1.70823885825779312326990115765779689308043004873698086638798", 583)]
    public void Functions_have_the_published_digits(string function, double x, string digits, int shift)
    {
        foreach (int bits in new[] { 128, 192, 512 })
        {
            Wide relative = Wide.With(bits, () => Wide.Scale(WideMath.Abs(Functions[function](x)), shift) / Reference.Decimal(digits) - 1);
            // The sine of 10^6 has lost 19 bits of its argument's, and there are 60 digits.
            Assert.True(relative.IsZero || relative.Exponent < -Math.Min(bits - 24, 194), $"{function}({x}) with {bits} bits: off by {relative}");
        }
    }

    [Fact]
    public void Arithmetic_keeps_what_it_has_bits_for()
    {
        Assert.Equal(0, (Wide.Scale(1, 150) + 1 - Wide.Scale(1, 150) - 1).Approximately);
        Assert.True(Wide.With(64, () => Wide.Scale(1, 150) + 1 <= Wide.Scale(1, 150)));
        Assert.True((Wide)3 / 7 * 7 - 3 < 1e-50 && -((Wide)3 / 7 * 7 - 3) < 1e-50);
        Assert.True((Wide)(-2) < 1 && (Wide)(-2) < -1 && (Wide)0 >= -0.0 && (Wide)5e-324 > 0);
        Assert.True(double.IsNegative(((Wide)(-0.0)).Approximately));
        Assert.Equal(5e-324, ((Wide)5e-324).Approximately);
        Assert.Equal(1.7976931348623157e308, ((Wide)double.MaxValue).Approximately);
        Assert.Equal(double.NegativeInfinity, Wide.Scale(-1, 1024).Approximately);
    }
}
