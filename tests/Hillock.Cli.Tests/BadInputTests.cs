using Xunit;

namespace Hillock.Cli.Tests;

/// <summary>Wrong use and bad input: exit 2, one clear line on stderr that names the place and the remedy, nothing left behind.</summary>
public sealed class BadInputTests
{
    /// <summary>The arguments, and what the line must say.</summary>
    public static TheoryData<string, string> WrongUse => new()
    {
        { "trian", "'train'" },
        { "train --epoch 3", "'--epochs'" },
        { "train --activation sigmod", "'sigmoid'" },
        { "train --init he_unifrom", "'he_uniform'" },
        { "train --optimizer adamm", "'adam'" },
        { "train --network 64x0", "64x0" },
        { "train --network 64,-3", "-3" },
        { "train --network 64,konv3k3", "konv3k3" },
        { "train --data circle --network pool2", "image" },
        { "train --lr 0", "--lr 0" },
        { "train --lr -0.1", "--lr -0.1" },
        { "train --batch 0", "--batch 0" },
        { "train --epochs -1", "--epochs -1" },
        { "train --lr fast", "--lr 'fast'" },
        { "train --loss huge", "huge" },
        { "train --scale unti", "'unit'" },
        { "train --data digts", "'digits'" },
        { "train --data no/such/file.csv", "no/such/file.csv" },
        { "train --ignore dead-unit", "'dead-units'" },
        { "train --seed one", "--seed 'one'" },
        { "train --weight-decay 0,5", "--weight-decay '0,5'" },
        { "train --network 16,bn --batch 1", "bn" },
        { "train --json no/such/folder/r.json", "--json" },
        { "train --label price", "--label" },
        { "train --baseline no-such.json", "--baseline" },
        { "train --epochs ten", "--epochs 'ten'" },
        { "show rleu", "'relu'" },
        { "show leaky_relu(slope=nan)", "slope" },
        { "show softmx", "'softmax'" },
        { "show relu --svg no/such/folder/f.svg", "--svg" },
        { "show softmax --svg f.svg", "--svg" },
        { "list --json no/such/folder/f.json", "--json" },
        { "check no-such.onnx", "no file no-such.onnx" },
        { "check no-such.onnx --shape image=1xx3", "--shape '1xx3'" },
        { "check no-such.onnx --input rate", "NAME=VALUE" },
        { "check no-such.onnx --std 0", "--std 0" },
        { "check no-such.onnx --scale unti", "'unit'" },
        { "predict no-such.onnx -o out.csv", "--data" },
        { "predict no-such-run --data digits -o out.csv", "no-such-run" },
    };

    [Theory, MemberData(nameof(WrongUse))]
    public void Wrong_use_ends_with_one_line_and_status_2(string arguments, string says)
    {
        using TemporaryFolder folder = new();
        ToolResult result = ToolProcess.Run(start => start.WorkingDirectory = folder.Path, arguments.Split(' '));
        IsOneClearLine(result, says);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    /// <summary>A file's name and content, and what the line must say.</summary>
    public static TheoryData<string, string, string> BadFiles => new()
    {
        { "a.csv", "", "the file is empty; give" },
        { "b.csv", "a,b,y\n1,2,x\n3,y\n5,6,x\n", "line 3" },
        { "c.csv", "a,b,y\n1,2,x\n3,4,x\n5,6,x\n7,8,x\n", "every sample has the label 'x'" },
        { "d.csv", "a,b,y\n1,2,x\ninf,4,y\n5,6,x\n7,8,y\n", "line 3" },
        { "e.npy", "this is not a numpy file", "byte 0" },
        { "lying-idx3-ubyte", "\0\0\u0008\u0003\u007F\u007F\u007F\u007F\u007F\u007F\u007F\u007F\u007F\u007F\u007F\u007F", "header" },
        { "f.csv.gz", "not gzipped", "no row of data" },
    };

    [Theory, MemberData(nameof(BadFiles))]
    public void A_bad_file_ends_with_one_line_and_status_2(string name, string content, string says)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write(name, content);
        ToolResult result = ToolProcess.Run(start => start.WorkingDirectory = folder.Path, "train", "--data", path);
        IsOneClearLine(result, says);
        Assert.Contains(name, result.Error, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_missing_label_column_is_answered_with_the_nearest()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("table.csv", "height,width,kind\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n");
        IsOneClearLine(ToolProcess.Run("train", "--data", path, "--label", "knid"), "kind");
    }

    [Fact]
    public void An_output_folder_that_cannot_be_written_is_found_before_training()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("occupied", "");
        IsOneClearLine(ToolProcess.Run("train", "--out", file), "--out");
    }

    internal static void IsOneClearLine(ToolResult result, string says)
    {
        Assert.Equal(2, result.Status);
        string line = result.Error.TrimEnd('\n');
        Assert.StartsWith("hillock: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
        Assert.Contains(says, line, StringComparison.Ordinal);
    }
}
