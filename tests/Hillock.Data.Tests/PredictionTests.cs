using System.Text.Json;

namespace Hillock.Data.Tests;

public sealed class PredictionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private FeatureEncoding Learnt(string content) => DataSource.Load(_folder.Write("learnt.csv", content)).Encoding;

    private Samples New(string content, FeatureEncoding encoding) => DataSource.LoadFeatures(_folder.Write("new.csv", content), encoding);

    [Fact]
    public void New_tables_are_read_by_the_names_of_their_columns_with_the_label_or_without()
    {
        FeatureEncoding encoding = Learnt("a,colour,kind\n1,red,x\n3,blue,y\n,red,y\n");
        Samples unlabelled = New("extra,colour,a\n9,blue,5\n9,red,\n", encoding);
        Assert.Equal([5, 1, 0, 2, 0, 1], unlabelled.X);
        Assert.False(unlabelled.HasLabels);
        Assert.Equal([1, 0], New("kind,a,colour\ny,1,red\nx,2,blue\n", encoding).Y);
        Assert.Empty(New("kind,a,colour\ny,1,red\n,2,blue\n", encoding).Y);
    }

    [Theory]
    [InlineData("7,red\n8,blue\n", false)]
    [InlineData("7,red,x\n8,blue,y\n", true)]
    public void A_new_table_without_a_header_is_read_by_position(string content, bool labels)
    {
        Samples samples = New(content, Learnt("a,colour,kind\n1,red,x\n3,blue,y\n"));
        Assert.Equal([7, 0, 1, 8, 1, 0], samples.X);
        Assert.Equal(labels, samples.HasLabels);
    }

    [Fact]
    public void A_single_new_row_is_enough() => Assert.Equal([7, 8], New("7,8\n", Learnt("1,2,0\n3,4,1\n")).X);

    [Fact]
    public void An_encoding_survives_being_written_as_JSON()
    {
        FeatureEncoding encoding = Learnt("a,colour,kind\n1,red,x\n3,?,y\n,red,y\n");
        FeatureEncoding read = JsonSerializer.Deserialize<FeatureEncoding>(JsonSerializer.Serialize(encoding))!;
        const string table = "colour,a\nred,\n,4\n";
        Assert.Equal(New(table, encoding).X, New(table, read).X);
        Assert.Equal(encoding.Classes, read.Classes);
        Assert.Equal(encoding.Features, read.Features);
    }

    [Fact]
    public void New_data_that_do_not_fit_are_refused_with_both_numbers()
    {
        FeatureEncoding encoding = Learnt("alpha,colour,kind\n1,red,x\n3,blue,y\n");
        Refused.With(() => New("1,red,x,9\n", encoding), "4 columns", "trained on 2");
        Refused.With(() => New("alpa,colour\n1,red\n", encoding), "'alpha'", "did you mean 'alpa'");
        Refused.With(() => New("alpha,colour\n1,green\n", encoding), "line 2", "'colour'", "'green'", "blue, red");
        Refused.With(() => New("alpha,colour\n1,red\nx,red\n", encoding), "line 3", "'alpha'", "'x'");
        Refused.With(() => New("alpha,colour,kind\n1,red,z\n", encoding), "'z'", "x, y");
        NpyFile.Write(_folder.File("x.npy"), [2, 5], new float[10]);
        Refused.With(() => DataSource.LoadFeatures(_folder.File("x.npy"), encoding), "5 features", "trained on 3");
        Refused.With(() => DataSource.LoadFeatures("circle", encoding), "2 features", "trained on 3");
    }

    [Fact]
    public void The_test_part_of_a_named_set_is_read()
    {
        Dataset circle = DataSource.Load("circle");
        Samples samples = DataSource.LoadFeatures("circle", circle.Encoding);
        Assert.Equal(circle.Test!.X, samples.X);
        Assert.True(samples.HasLabels);
    }

    [Fact]
    public void Images_may_come_as_a_table_or_as_arrays()
    {
        FeatureEncoding digits = DataSource.Load("digits").Encoding;
        string row = string.Join(',', Enumerable.Range(0, 64));
        Assert.Equal(Enumerable.Range(0, 64).Select(i => (float)i), New(row + "\n", digits).X);
        Assert.Equal([3], New(row + ",3\n", digits).Y);
        NpzFile.Write(_folder.File("new.npz"), [("x", [2, 8, 8], new float[128])]);
        Assert.Equal(2, DataSource.LoadFeatures(_folder.File("new.npz"), digits).Count);
        NpyFile.Write(_folder.File("new.npy"), [3, 65], new float[195]);
        Assert.Equal(3, DataSource.LoadFeatures(_folder.File("new.npy"), digits).Count);
    }
}
