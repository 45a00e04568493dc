using System.Net;
using Hillock.Data.Generated;
using Hillock.Data.Images;

namespace Hillock.Data.Tests;

public sealed class DataSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_digits_are_built_in()
    {
        Dataset data = DataSource.Load("digits");
        Assert.Equal((1797, 64, 16f), (data.Train.Count, data.Train.Features, data.FormatMaximum!.Value));
        Assert.Equal([1, 8, 8], data.Shape);
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], data.Classes!);
        Assert.Equal([0, 0, 5, 13, 9, 1, 0, 0], data.Train.Row(0)[..8].ToArray());
        Assert.Equal(ScaleKind.Unit, data.DefaultScale);
        Assert.Equal(1, data.FitScaler(data.Train).Apply(data.Train).X.Max());
        DataSplit split = data.Split(0);
        Assert.Equal((1294, 144, 359), (split.Train.Count, split.Validation.Count, split.Test.Count));
    }

    [Theory]
    [InlineData("circle")]
    [InlineData("circle(noise=0.3)")]
    [InlineData("blobs")]
    [InlineData("blobs(std=1)")]
    public void Generated_points_come_of_the_seed_alone_and_are_shuffled(string text)
    {
        Dataset data = DataSource.Load(text, new() { Seed = 4 });
        Assert.Equal((700, 300, 2), (data.Train.Count, data.Test!.Count, data.Train.Features));
        Assert.Equal(data.Train.X, DataSource.Load(text, new() { Seed = 4 }).Train.X);
        Assert.NotEqual(data.Train.X, DataSource.Load(text, new() { Seed = 5 }).Train.X);
        Assert.Equal(ScaleKind.Raw, data.DefaultScale);
        float[] counts = [.. data.Train.Y[..300].CountBy(y => y).Select(pair => (float)pair.Value)];
        Assert.Equal(data.Classes!.Count, counts.Length);
        Assert.All(counts, count => Assert.InRange(count, 0.75 * 300 / counts.Length, 1.25 * 300 / counts.Length));
    }

    [Fact]
    public void A_circle_without_noise_lies_on_its_two_rings()
    {
        Samples all = DataSource.Load("circle(noise=0)").Train;
        for (int i = 0; i < all.Count; i++)
            Assert.Equal(all.Y[i] == 0 ? 1 : 0.8, Math.Sqrt((all.Row(i)[0] * all.Row(i)[0]) + (all.Row(i)[1] * all.Row(i)[1])), 5);
    }

    [Fact]
    public void Of_blobs_the_nearest_centre_tells_82_percent_on_the_average()
    {
        double total = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            var centres = Blobs.Centres(new SeededRandom(seed));
            Assert.All(centres, centre => Assert.True(Math.Abs(centre.X) <= 10 && Math.Abs(centre.Y) <= 10));
            Dataset data = DataSource.Load("blobs", new() { Seed = seed });
            int right = 0;
            foreach (Samples part in new[] { data.Train, data.Test! })
                for (int i = 0; i < part.Count; i++)
                {
                    (float x, float y) = (part.Row(i)[0], part.Row(i)[1]);
                    int nearest = Enumerable.Range(0, 3).MinBy(c => Math.Pow(x - centres[c].X, 2) + Math.Pow(y - centres[c].Y, 2));
                    if (nearest == part.Y[i]) right++;
                }

            total += right / 1000.0;
        }

        Assert.InRange(total / 20, 0.805, 0.835);
    }

    [Theory]
    [InlineData("circle(nois=1)", "'nois'", "noise")]
    [InlineData("circle(noise=x)", "noise=number")]
    [InlineData("circle(noise)", "noise=number")]
    [InlineData("circle(noise=-1)", "out of range")]
    [InlineData("circle(noise=nan)", "out of range")]
    [InlineData("circle(noise=1", "closing parenthesis")]
    [InlineData("blobs(std=0)", "out of range")]
    [InlineData("digits(std=0)", "no parameters")]
    [InlineData("digits:here", "no folder")]
    [InlineData("mnist", "mnist:FOLDER")]
    [InlineData("mnist:", "mnist:FOLDER")]
    [InlineData("cifar10", "cifar10:FOLDER")]
    [InlineData(" ", "digits")]
    public void Malformed_texts_are_refused_with_the_right_form(string text, params string[] parts) =>
        Refused.With<FormatException>(() => DataSource.Load(text), parts);

    [Theory]
    [InlineData("digts", "did you mean 'digits'")]
    [InlineData("fashon-mnist", "did you mean 'fashion-mnist'")]
    [InlineData("circl(noise=0.1)", "did you mean 'circle'")]
    [InlineData("nothinglikeit", "digits, fashion-mnist")]
    [InlineData("no/such/table.csv", "no/such/table.csv", "does not exist")]
    [InlineData("mnist:no-such-folder", "no-such-folder")]
    public void What_is_missing_is_said_with_the_nearest_name(string text, params string[] parts) =>
        Refused.With<FileNotFoundException>(() => DataSource.Load(text), parts);

    [Fact]
    public void A_mistyped_file_name_is_answered_with_its_neighbour()
    {
        _folder.Write("iris.csv", "1,0\n2,1\n");
        Refused.With<FileNotFoundException>(() => DataSource.Load(_folder.File("irs.csv")), "irs.csv", "did you mean 'iris.csv'");
    }

    [Fact]
    public void Empty_and_unknown_files_are_refused()
    {
        Refused.With(() => DataSource.Load(_folder.Write("a.csv", "")), "a.csv", "empty");
        Refused.With(() => DataSource.Load(_folder.Write("a.npz", "")), "a.npz", "empty");
        Refused.With(() => DataSource.Load(_folder.Write("a.bin", 5, 0, 1, 2)), "a.bin", "no known format");
    }

    [Fact]
    public void A_file_without_extension_is_known_by_its_first_bytes()
    {
        _folder.Write("table", "a,y\n1,0\n2,1\n");
        Assert.Equal(2, DataSource.Load(_folder.File("table")).Train.Count);
        NpyFile.Write(_folder.File("array"), [2, 2], [1, 0, 2, 1]);
        Assert.Equal([1, 2], DataSource.Load(_folder.File("array")).Train.X);
        NpzFile.Write(_folder.File("archive"), [("x", [2, 1], [1, 2]), ("y", [2], [0, 1])]);
        Assert.Equal([1, 2], DataSource.Load(_folder.File("archive")).Train.X);
    }

    private sealed class Server(Func<string, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
            answer(request.RequestUri!.AbsolutePath);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(Send(request, cancellationToken));
    }

    private sealed class Steps : IProgress<DownloadProgress>
    {
        public List<DownloadProgress> All { get; } = [];

        public void Report(DownloadProgress value) => All.Add(value);
    }

    private static FashionMnist Fashion(Func<string, HttpResponseMessage> answer) =>
        new([], new("http://fashion.example/"), () => new Server(answer));

    [Fact]
    public void A_download_that_arrives_damaged_is_refused_and_leaves_no_file()
    {
        Steps steps = new();
        DataOptions options = new() { CacheFolder = _folder.Path, Progress = steps };
        FashionMnist fashion = Fashion(_ => new(HttpStatusCode.OK) { Content = new ByteArrayContent(new byte[100_000]) });
        Refused.With<IOException>(() => fashion.Folder(options), "MD5", "dataset-fashion-mnist", "fashion.example");
        Assert.Empty(Directory.GetFiles(_folder.File("fashion-mnist")));
        Assert.Equal(new("train-images-idx3-ubyte.gz", 100_000, 100_000), steps.All[^1]);
    }

    [Fact]
    public void Without_a_network_the_Debian_package_is_named()
    {
        DataOptions options = new() { CacheFolder = _folder.Path };
        Refused.With<IOException>(() =>
            Fashion(_ => throw new HttpRequestException("no route")).Folder(options), "no route", "dataset-fashion-mnist");
        Refused.With<IOException>(() => Fashion(_ => new(HttpStatusCode.NotFound)).Folder(options), "404", "dataset-fashion-mnist");
        Refused.With<IOException>(() =>
            Fashion(_ => throw new InvalidOperationException()).Folder(options with { AllowDownload = false }), "switched off");
    }

    [Fact]
    public void A_cancelled_download_says_that_it_was_cancelled()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        FashionMnist fashion = Fashion(_ => new(HttpStatusCode.OK) { Content = new ByteArrayContent(new byte[100_000]) });
        Assert.ThrowsAny<OperationCanceledException>(() =>
            fashion.Folder(new() { CacheFolder = _folder.Path, Cancellation = source.Token }));
    }

    [Fact]
    public void What_is_in_the_cache_is_not_fetched_again()
    {
        Directory.CreateDirectory(_folder.File("fashion-mnist"));
        foreach (string part in new[] { "train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1" })
            _folder.Write($"fashion-mnist/{part}-ubyte.gz", 1);
        Assert.Equal(_folder.File("fashion-mnist"),
            Fashion(_ => throw new InvalidOperationException()).Folder(new() { CacheFolder = _folder.Path }));
    }
}
