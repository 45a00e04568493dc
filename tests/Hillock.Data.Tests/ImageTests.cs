using System.Buffers.Binary;

namespace Hillock.Data.Tests;

public sealed class ImageTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static byte[] Idx(byte type, uint[] sizes, params byte[] data)
    {
        byte[] header = new byte[4 + (4 * sizes.Length)];
        (header[2], header[3]) = (type, (byte)sizes.Length);
        for (int i = 0; i < sizes.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4 + (4 * i)), sizes[i]);
        return [.. header, .. data];
    }

    private static byte[] Range(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)i)];

    [Fact]
    public void A_folder_in_the_manner_of_MNIST_is_read_packed_or_not()
    {
        _folder.WritePacked("train-images-idx3-ubyte.gz", Idx(8, [3, 2, 2], Range(12)));
        _folder.Write("train-labels-idx1-ubyte", Idx(8, [3], 7, 1, 7));
        _folder.Write("t10k-images-idx3-ubyte", Idx(8, [1, 2, 2], 9, 8, 7, 6));
        _folder.WritePacked("t10k-labels-idx1-ubyte.gz", Idx(8, [1], 4));
        foreach (string text in new[] { "mnist:" + _folder.Path, _folder.Path })
        {
            Dataset data = DataSource.Load(text);
            Assert.Equal([1, 2, 2], data.Shape);
            Assert.Equal(["1", "4", "7"], data.Classes!);
            Assert.Equal([2, 0, 2], data.Train.Y);
            Assert.Equal([1], data.Test!.Y);
            Assert.Equal([9, 8, 7, 6], data.Test.X);
            Assert.Equal(255, data.FormatMaximum);
            Assert.Equal(ScaleKind.Unit, data.DefaultScale);
            Assert.Equal(["0,0", "0,1", "1,0", "1,1"], data.FeatureNames);
        }
    }

    [Fact]
    public void A_single_file_finds_its_labels_and_is_read_for_prediction_without_them()
    {
        string images = _folder.WritePacked("my-images-idx3-ubyte.gz", Idx(8, [2, 2, 2], Range(8)));
        Refused.With(() => DataSource.Load(images), "my-labels-idx1-ubyte.gz");
        FeatureEncoding encoding = new([1, 2, 2], [], false, null, -1, ["0", "1"]);
        Assert.False(DataSource.LoadFeatures(images, encoding).HasLabels);
        _folder.Write("my-labels-idx1-ubyte", Idx(8, [2], 1, 0));
        Assert.Equal([1, 0], DataSource.Load(images).Train.Y);
        Assert.Equal([1, 0], DataSource.LoadFeatures(images, encoding).Y);
        Refused.With(() => DataSource.LoadFeatures(images, encoding with { Shape = [1, 3, 3] }), "4 features", "trained on 9");
    }

    [Theory]
    [InlineData(0x08, "01FF", new[] { 1f, 255 })]
    [InlineData(0x09, "01FF", new[] { 1f, -1 })]
    [InlineData(0x0B, "0001FFFE", new[] { 1f, -2 })]
    [InlineData(0x0C, "00000001FFFFFFFE", new[] { 1f, -2 })]
    [InlineData(0x0D, "3F800000C0000000", new[] { 1f, -2 })]
    [InlineData(0x0E, "3FF0000000000000C000000000000000", new[] { 1f, -2 })]
    public void Every_type_of_number_is_read(byte type, string bytes, float[] expected)
    {
        string path = _folder.Write("images", Idx(type, [2, 1, 1], Convert.FromHexString(bytes)));
        _folder.Write("labels", Idx(8, [2], 0, 1));
        Dataset data = DataSource.Load(path);
        Assert.Equal(expected, data.Train.X);
        Assert.Equal(type == 8 ? 255 : null, data.FormatMaximum);
    }

    [Fact]
    public void Damaged_or_lying_files_are_refused_before_memory_is_taken()
    {
        object Load(byte[] images)
        {
            _folder.Write("train-labels-idx1-ubyte", Idx(8, [2], 0, 1));
            return DataSource.Load(_folder.Write("train-images-idx3-ubyte", images));
        }

        Refused.With(() => Load([]), "empty");
        Refused.With(() => Load([0, 0]), "train-images-idx3-ubyte", "IDX");
        Refused.With(() => Load([0, 0, 8, 3, 0, 0]), "ends");
        Refused.With(() => Load(Idx(8, [2, 2, 2], 1, 2, 3)), "2 × 2 × 2", "more than the file holds");
        Refused.With(() => Load(Idx(8, [2, 1, 1], 1, 2, 3)), "more bytes follow");
        Refused.With(() => Load(Idx(8, [2, 0xFFFFFFFF, 2], 1, 2, 3)), "byte 8", "-1");
        Refused.With(() => Load(Idx(8, [int.MaxValue, int.MaxValue, 1], 1, 2, 3)), "more than the file holds");
        Refused.With(() => Load(Idx(8, [0x80000000, 0x80000000, 1], 1)), "byte 4");
        Refused.With(() => Load(Idx(8, [0, 2, 2])), "size of 0");
        Refused.With(() => Load(Idx(8, [3, 1, 1], 1, 2, 3)), "2 labels", "3 images");
        Refused.With(() => Load(Idx(8, [3], 1, 2, 3)), "labels");
        Refused.With(() => Load(Idx(0x0D, [2, 1, 1], 0x7F, 0xC0, 0, 0, 0, 0, 0, 0)), "row 0, column 0", "NaN");
        byte[] packed = TempFolder.Pack(Idx(8, [2, 100, 100], Range(20000)));
        Refused.With(() => Load(packed[..(packed.Length / 2)]), "cut off");
        Refused.With(() => Load(TempFolder.Pack(Idx(8, [60000, 5000, 5000], 1))), "more than the file holds");
    }

    [Fact]
    public void A_bomb_is_left_off_one_byte_after_the_size_its_header_states()
    {
        string path = _folder.WritePacked("bomb-images-idx3-ubyte.gz", Idx(8, [2, 1, 1], new byte[200_000_000]));
        long before = GC.GetTotalAllocatedBytes();
        Refused.With(() => DataSource.Load(path), "byte 18", "more bytes follow");
        Assert.True(GC.GetTotalAllocatedBytes() - before < 20_000_000);
    }

    [Fact]
    public void Batches_of_CIFAR_are_read_in_order_packed_or_not()
    {
        byte[] Batch(params byte[] labels) => [.. labels.SelectMany(label => Range(3072).Prepend(label))];
        _folder.Write("data_batch_2.bin", Batch(5));
        _folder.WritePacked("data_batch_1.bin.gz", Batch(9, 0));
        foreach (string text in new[] { "cifar10:" + _folder.Path, _folder.Path })
        {
            Dataset data = DataSource.Load(text);
            Assert.Equal([9, 0, 5], data.Train.Y);
            Assert.Equal([3, 32, 32], data.Shape);
            Assert.Equal("ship", data.Classes![8]);
            Assert.Equal(255, data.Train.X[255]);
            Assert.Equal("green 0,1", data.FeatureNames[1025]);
            Assert.Null(data.Test);
        }

        _folder.WritePacked("test_batch_some.bin.gz", Batch(1));
        Assert.Equal([1], DataSource.Load(_folder.Path).Test!.Y);
        _folder.Write("data_batch_2.bin", Batch(10));
        Refused.With(() => DataSource.Load(_folder.Path), "data_batch_2.bin", "byte 0", "label is 10");
        _folder.Write("data_batch_2.bin", Batch(1)[..^1]);
        Refused.With(() => DataSource.Load(_folder.Path), "data_batch_2.bin", "3072 of the 3073");
    }

    [Fact]
    public void Folders_without_images_or_with_several_are_refused()
    {
        Refused.With(() => DataSource.Load(_folder.Path), "train-images-idx3-ubyte", "data_batch_1.bin");
        Refused.With(() => DataSource.Load("mnist:" + _folder.Path), "train-images-idx3-ubyte");
        Refused.With(() => DataSource.Load("cifar10:" + _folder.Path), "data_batch_");
        _folder.Write("a-train-images-idx3-ubyte", Idx(8, [1, 1, 1], 1));
        _folder.Write("b-train-images-idx3-ubyte", Idx(8, [1, 1, 1], 1));
        Refused.With(() => DataSource.Load(_folder.Path), "a-train-images-idx3-ubyte", "b-train-images-idx3-ubyte");
    }
}
