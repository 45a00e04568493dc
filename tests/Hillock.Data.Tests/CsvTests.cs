using System.Text;
using CsCheck;
using Hillock.Data.Csv;

namespace Hillock.Data.Tests;

public sealed class CsvTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Dataset Load(string content, DataOptions? options = null) => DataSource.Load(_folder.Write("table.csv", content), options);

    [Fact]
    public void A_table_with_a_header_names_its_features_and_takes_the_last_column_as_label()
    {
        Dataset data = Load("height,width,kind\n1,2,cat\n3,4.5,dog\n5,-6e1,cat\n");
        Assert.Equal(["height", "width"], data.FeatureNames);
        Assert.Equal(["cat", "dog"], data.Classes!);
        Assert.Equal([1, 2, 3, 4.5f, 5, -60], data.Train.X);
        Assert.Equal([0, 1, 0], data.Train.Y);
        Assert.Equal([2], data.Shape);
        Assert.Equal("table", data.Name);
        Assert.Equal(ScaleKind.Standard, data.DefaultScale);
        Assert.Null(data.Test);
        Assert.Null(data.FormatMaximum);
    }

    [Theory]
    [InlineData("1,2,0\n3,4,1\n", false)]
    [InlineData("1,2,cat\n3,4,dog\n", false)]
    [InlineData("a,b,c\n1,2,0\n3,4,1\n", true)]
    [InlineData("0,1,kind\n1,2,0\n3,4,1\n", true)]
    [InlineData(",a,y\n0,1,0\n1,4,1\n", true)]
    [InlineData("colour,size,kind\nred,big,cat\nblue,small,dog\n", true)]
    [InlineData("red,big,cat\nblue,small,dog\nred,big,dog\n", false)]
    public void A_header_is_told_from_data(string content, bool header)
    {
        Dataset data = Load(content);
        Assert.Equal(header, data.Encoding.HasHeader);
        Assert.Equal(content.Count(c => c == '\n') - (header ? 1 : 0), data.Train.Count);
    }

    [Fact]
    public void The_guess_of_a_header_can_be_overruled() =>
        Assert.Equal(2, Load("1,0\n2,0\n3,1\n", new() { HasHeader = true }).Train.Count);

    [Theory]
    [InlineData("a;b;y\n1;2;0\n3;4;1\n")]
    [InlineData("a\tb\ty\n1\t2\t0\n3\t4\t1\n")]
    [InlineData("a,b,y\r\n1,2,0\r\n3,4,1\r\n")]
    [InlineData("a,b,y\r1,2,0\r3,4,1\r")]
    [InlineData("\uFEFFa,b,y\n1,2,0\n3,4,1")]
    [InlineData("\na, b , y\n 1 ,2, 0\n\n3,4,1\n\n  \n\n")]
    [InlineData("\"a\",\"b\",\"y\"\n\"1\",\"2\",\"0\"\n\"3\",\"4\",\"1\"\n")]
    public void Delimiters_line_ends_blanks_and_a_byte_order_mark_do_not_matter(string content)
    {
        Dataset data = Load(content);
        Assert.Equal(["a", "b"], data.FeatureNames);
        Assert.Equal([1, 2, 3, 4], data.Train.X);
        Assert.Equal(["0", "1"], data.Classes!);
    }

    [Fact]
    public void A_quoted_cell_may_hold_delimiters_quotes_and_line_ends()
    {
        Dataset data = Load("a,kind\n1,\"x, \"\"y\"\"\nz\"\n2,plain\n");
        Assert.Equal(["plain", "x, \"y\"\nz"], data.Classes!);
        Assert.Equal([1, 0], data.Train.Y);
    }

    [Theory]
    [InlineData("kind")]
    [InlineData("1")]
    public void The_label_is_found_by_name_or_by_index(string label)
    {
        Dataset data = Load("a,kind,b\n1,x,2\n3,y,4\n", new() { Label = label });
        Assert.Equal(["a", "b"], data.FeatureNames);
        Assert.Equal(["x", "y"], data.Classes!);
        Assert.Equal([1, 2, 3, 4], data.Train.X);
    }

    [Fact]
    public void Classes_that_are_numbers_are_sorted_by_value_and_texts_ordinally()
    {
        Assert.Equal(["2", "9", "10"], Load("1,10\n2,9\n3,2\n4,10\n").Classes!);
        Assert.Equal(["B", "a", "b"], Load("1,b\n2,a\n3,B\n").Classes!);
    }

    [Fact]
    public void Labels_that_are_no_integers_or_too_many_are_values_to_predict()
    {
        Dataset real = Load("1,0.5\n2,1\n3,2\n");
        Assert.Null(real.Classes);
        Assert.Equal([0.5f, 1, 2], real.Train.Y);
        Dataset fifty = Load(string.Concat(Enumerable.Range(0, 50).Select(i => $"{i},{i}\n")));
        Assert.Equal(50, fifty.Classes!.Count);
        Dataset more = Load(string.Concat(Enumerable.Range(0, 51).Select(i => $"{i},{i}\n")));
        Assert.Null(more.Classes);
    }

    [Fact]
    public void A_text_column_becomes_one_feature_a_category_and_missing_texts_one_more()
    {
        Dataset data = Load("colour,y\nred,0\nblue,1\n?,0\nred,1\n");
        Assert.Equal(["colour=blue", "colour=red", "colour=?"], data.FeatureNames);
        Assert.Equal([0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0], data.Train.X);
    }

    [Fact]
    public void Missing_numbers_become_the_mean_of_the_training_part_alone()
    {
        StringBuilder content = new("a,b,y\n");
        for (int i = 0; i < 40; i++)
        {
            string cell = i % 8 == 0 ? "NA" : i % 4 == 0 ? "" : $"{i * i}";
            content.Append(cell).Append(",1,").Append(i % 2).Append('\n');
        }

        DataSplit split = Load(content.ToString()).Split(3);
        double[] squares = [.. Enumerable.Range(0, 40).Where(i => i % 4 != 0).Select(i => (double)(i * i))];
        double[] known = [.. Enumerable.Range(0, split.Train.Count).Select(i => (double)split.Train.Row(i)[0]).Where(squares.Contains)];
        Assert.InRange(known.Length, 15, 28);
        float mean = (float)known.Average();
        foreach (Samples part in new[] { split.Train, split.Validation, split.Test })
            for (int i = 0; i < part.Count; i++)
                Assert.True(squares.Contains(part.Row(i)[0]) || part.Row(i)[0] == mean);
        Assert.Equal(mean, split.Encoding.Columns[0].Fill);
    }

    [Fact]
    public void A_first_row_that_counts_samples_and_names_classes_is_understood()
    {
        Dataset data = Load("3,2,setosa,virginica\n1,2,0\n3,4,1\n5,6,1\n");
        Assert.Equal(["setosa", "virginica"], data.Classes!);
        Assert.Equal([0, 1, 1], data.Train.Y);
    }

    [Fact]
    public void What_is_written_is_read_back() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 8]).SelectMany((columns, rows) =>
                Gen.String["ab,;\t\"\n\r 1é€"].Array[columns].Array[rows + 1])
            .Sample(rows =>
            {
                string path = _folder.File("round.csv");
                CsvFile.Write(path, rows[0], rows[1..]);
                CsvReader reader = new(path, File.ReadAllBytes(path), (byte)',');
                foreach (string[] row in rows)
                {
                    Assert.True(reader.ReadRow());
                    Assert.Equal(row, Enumerable.Range(0, reader.Count).Select(reader.Text));
                }

                Assert.False(reader.ReadRow());
            }, iter: 300, threads: 1);

    [Fact]
    public void Numbers_written_are_read_back_to_the_last_bit() =>
        Gen.Float.Where(float.IsFinite).Array[1, 50].Sample(numbers =>
        {
            string path = _folder.File("numbers.csv");
            CsvFile.Write(path, ["x", "kind"],
                numbers.Select((n, i) => (string[])[n.ToString("R", null), $"c{Math.Min(i, 1)}"]).Append(["0", "c2"]));
            Assert.Equal([.. numbers, 0], DataSource.Load(path).Train.X);
        }, iter: 100, threads: 1);

    [Fact]
    public void Bad_tables_are_refused_with_the_place_and_the_remedy()
    {
        Refused.With(() => Load("a,b\n1,2\n3\n"), "table.csv", "line 3", "1 cells", "line 1 has 2");
        Refused.With(() => Load("a,y\n1,0\n2,0\n"), "table.csv", "'0'", "two classes");
        Refused.With(() => Load("a,y\n1,x\n2,x\n"), "'x'");
        Refused.With(() => Load("a,target\n1,0\n2,1\n", new() { Label = "tarjet" }), "'tarjet'", "did you mean 'target'", "a, target");
        Refused.With(() => Load("1,0\n2,1\n", new() { Label = "7" }), "'7'", "0 to 1");
        Refused.With(() => Load("a,b,y\n1,2,0\n3,inf,1\n"), "line 3", "'b'", "'inf'");
        Refused.With(() => Load("a,b,y\n1,2,0\n3,NaN,1\n"), "line 3", "'b'", "'NaN'", "leave the cell empty");
        Refused.With(() => Load("a,y\n1,0.5\n2,nan\n"), "line 3", "'y'", "'nan'");
        Refused.With(() => Load("a,b,y\n1,2,0\n3,-1e99,1\n"), "line 3", "'b'", "'-1e99'");
        Refused.With(() => Load("a,y\n1,0\n2,\n3,1\n"), "line 3", "'y'", "label is missing");
        Refused.With(() => Load("a,y\n1,0.5\n2,inf\n"), "line 3", "'y'");
        Refused.With(() => Load("a,y\n"), "no row");
        Refused.With(() => Load("5\n6\n"), "one column");
        Refused.With(() => Load("a,y\n1,\"x\n2,y\n"), "line 2", "never closed");
        Refused.With(() => Load("a,y\n1,\"x\"z\n2,y\n"), "line 2", "closing quote");
        Refused.With(() => Load("\n \n\r\n"), "empty");
        Refused.With(() =>
            Load("a,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"t{i},{i % 2}\n"))), "'a'", "50 different texts");
        Refused.With(() => Load("a,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},{i % 2}\n")) + "1O,1\n"), "line 62");
        Refused.With(() =>
            Load("a,y\n" + string.Concat(Enumerable.Range(0, 1001).Select(i => $"{i},t{i}\n"))), "1001 different texts", "--label");
        Refused.With(() => Load("4,2,setosa,virginica\n1,2,0\n3,4,1\n5,6,1\n"), "line 1", "4 rows", "3 follow");
        Refused.With(() =>
            DataSource.Load(_folder.Write("latin.csv", [.. "a,y\n1,0\n2,caf"u8, 0xE9, (byte)'\n'])), "line 3", "byte 13", "UTF-8");
    }

    [Fact]
    public void A_packed_table_is_read_and_a_cut_one_refused()
    {
        byte[] text = Encoding.UTF8.GetBytes("a,y\n" + string.Concat(Enumerable.Range(0, 5000).Select(i =>
            $"{i * 7919 % 10007},{i % 2}\n")));
        byte[] packed = TempFolder.Pack(text);
        Assert.Equal(5000, DataSource.Load(_folder.Write("t.csv.gz", packed)).Train.Count);
        Refused.With(() => DataSource.Load(_folder.Write("cut.csv.gz", packed[..(packed.Length / 2)])), "cut.csv.gz", "cut off");
        packed[packed.Length / 2] ^= 0xFF;
        Refused.With(() => DataSource.Load(_folder.Write("bad.csv.gz", packed)), "bad.csv.gz", "damaged");
    }
}
