using System.Text;
using CsCheck;

namespace Hillock.Data.Tests;

public sealed class DamageTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("table.csv")]
    [InlineData("table.csv.gz")]
    [InlineData("rows.npy")]
    [InlineData("rows.npy.gz")]
    [InlineData("set.npz")]
    [InlineData("a-images-idx3-ubyte")]
    [InlineData("a-images-idx3-ubyte.gz")]
    public void Whatever_bytes_are_changed_or_lost_the_worst_is_one_line_that_names_the_file(string name)
    {
        byte[] whole = Make(name);
        string path = _folder.File(name);
        var damage = Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte);
        Gen.Select(damage.Array[0, 4], Gen.Int[1, whole.Length * 2]).Sample((changes, length) =>
        {
            byte[] bytes = [.. whole];
            foreach ((int at, byte value) in changes) bytes[at] = value;
            File.WriteAllBytes(path, bytes[..Math.Min(length, bytes.Length)]);
            try
            {
                Dataset data = DataSource.Load(path);
                Assert.All(data.Train.X, x => Assert.True(float.IsFinite(x)));
            }
            catch (InvalidDataException e)
            {
                Assert.Contains(name, e.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', e.Message);
            }
        }, iter: 1500, threads: 1);
    }

    private byte[] Make(string name)
    {
        byte[] text = Encoding.UTF8.GetBytes("size,colour,kind\n1,\"re\"\"d\",x\n2.5,,y\nNA,blue,x\n-1e3,blue,y\n");
        NpyFile.Write(_folder.File("whole.npy"), [4, 3], [1, 2, 0, 3, 4, 1, 5, 6, 0, 7, 8, 1]);
        NpzFile.Write(_folder.File("whole.npz"), [("x", [2, 2], [1, 2, 3, 4]), ("y", [2], [0, 1])]);
        byte[] array = File.ReadAllBytes(_folder.File("whole.npy"));
        byte[] images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8];
        _folder.Write("a-labels-idx1-ubyte", 0, 0, 8, 1, 0, 0, 0, 2, 0, 1);
        return name switch
        {
            "table.csv" => text,
            "table.csv.gz" => TempFolder.Pack(text),
            "rows.npy" => array,
            "rows.npy.gz" => TempFolder.Pack(array),
            "set.npz" => File.ReadAllBytes(_folder.File("whole.npz")),
            "a-images-idx3-ubyte" => images,
            _ => TempFolder.Pack(images),
        };
    }
}
