namespace Hillock.Data.Tests;

public sealed class RealFileTests
{
    [Theory]
    [InlineData("iris.csv", 150, 4, "setosa,versicolor,virginica", "50,50,50")]
    [InlineData("wine_data.csv", 178, 13, "class_0,class_1,class_2", "59,71,48")]
    [InlineData("breast_cancer.csv", 569, 30, "malignant,benign", "212,357")]
    [InlineData("digits.csv.gz", 1797, 64, "0,1,2,3,4,5,6,7,8,9", "178,182,177,183,181,182,181,179,174,180")]
    public void The_tables_of_UCI_are_read(string file, int samples, int features, string classes, string counts)
    {
        string path = SharedData.PathTo("toy", file);
        Dataset data = DataSource.Load(path);
        Assert.Equal((samples, features), (data.Train.Count, data.Train.Features));
        Assert.Equal(classes, string.Join(',', data.Classes!));
        Assert.Equal(counts, string.Join(',', data.Train.Y.Order().CountBy(y => y).Select(pair => pair.Value)));
        Samples again = DataSource.LoadFeatures(path, data.Encoding);
        Assert.Equal(data.Train.X, again.X);
        Assert.Equal(data.Train.Y, again.Y);
    }

    [Fact]
    public void The_digits_of_8_by_8_are_read_as_a_table()
    {
        Dataset data = DataSource.Load(SharedData.PathTo("optdigits", "optdigits-train.csv"));
        Assert.Equal((3823, 64, 10), (data.Train.Count, data.Train.Features, data.Classes!.Count));
        Samples test = DataSource.LoadFeatures(SharedData.PathTo("optdigits", "optdigits-test.csv"), data.Encoding);
        Assert.Equal(1797, test.Count);
        Assert.Equal(DataSource.Load("digits").Train.X, test.X);
    }

    [Fact]
    public void MNIST_is_read()
    {
        Dataset data = DataSource.Load("mnist:" + SharedData.PathTo("mnist"));
        Assert.Equal((60000, 10000, 784), (data.Train.Count, data.Test!.Count, data.Train.Features));
        Assert.Equal([5, 0, 4, 1, 9], data.Train.Y[..5]);
        Assert.Equal([7, 2, 1, 0, 4], data.Test.Y[..5]);
        // The mean that every tutorial prints.
        Assert.Equal(0.1307, data.Train.X.Average(x => (double)x) / 255, 4);
    }

    [Fact]
    public void A_single_file_of_MNIST_is_read()
    {
        Dataset data = DataSource.Load(SharedData.PathTo("mnist", "t10k-images-idx3-ubyte.gz"));
        Assert.Equal(10000, data.Train.Count);
        Assert.Equal([7, 2, 1, 0, 4], data.Train.Y[..5]);
    }

    [Fact]
    public void CIFAR_10_is_read()
    {
        Dataset data = DataSource.Load("cifar10:" + SharedData.PathTo("cifar10"));
        Assert.Equal((10000, 1000, 3072), (data.Train.Count, data.Test!.Count, data.Train.Features));
        Assert.Equal(["frog", "truck", "truck"], data.Train.Y[..3].Select(y => data.Classes![(int)y]));
        Assert.Equal(["cat", "ship", "ship"], data.Test.Y[..3].Select(y => data.Classes![(int)y]));
    }

    [Fact]
    public void Fashion_MNIST_of_the_package_is_read()
    {
        Assert.SkipUnless(Directory.Exists("/usr/share/datasets/fashion-mnist"), "the package dataset-fashion-mnist is not installed");
        Dataset data = DataSource.Load("fashion-mnist", new() { AllowDownload = false });
        Assert.Equal((60000, 10000), (data.Train.Count, data.Test!.Count));
        Assert.Equal("Ankle boot", data.Classes![(int)data.Train.Y[0]]);
        Assert.Equal(0.2860, data.Train.X.Average(x => (double)x) / 255, 4);
    }
}
