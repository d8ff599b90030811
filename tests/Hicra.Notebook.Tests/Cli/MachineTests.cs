using System.Diagnostics;
using Hicra.Testing;
using Hicra.Training.Runs;

namespace Hicra.Notebook.Tests.Cli;

/// <summary>What must not depend on the machine, and what happens when the machine says no.</summary>
public sealed class MachineTests : IDisposable
{
    private const string Short = "--method hicra --steps 30 --val-every 10 --val-problems 8 --checkpoint-every 10 --rollouts-every 10 --quiet";
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [SlowFact]
    public void Threads_and_vector_width_change_no_number()
    {
        string[] Numbers(string name, string options, params (string, string)[] environment)
        {
            (int code, string error) = CommandProcess.Run($"train --method hicra --steps 9 --val-every 5 --val-problems 8 --checkpoint-every 5 --rollouts-every 5 --quiet {options} --out {_temporary.File(name)}", environment);
            Assert.True(code == 0, error);
            return CommandProcess.Numbers(_temporary.File(name));
        }

        string[] one = Numbers("one", "--threads 1");
        Assert.Equal(10, one.Length);
        Assert.Equal(one, Numbers("two", "--threads 2"));
        Assert.Equal(one, Numbers("narrow", "--threads 2", ("DOTNET_EnableAVX512", "0")));
    }

    [SlowFact]
    public void The_shipped_base_model_comes_out_of_its_command_to_the_bit()
    {
        string path = _temporary.File("base");
        (int code, string error) = CommandProcess.Run($"pretrain --seed 0 --out {path} --quiet");
        Assert.True(code == 0, error);
        Assert.Equal(BaseModel.Find(BaseModel.Shipped).Digest, BaseModel.Find(path).Digest);
    }

    [MountFact(slow: true)]
    public void A_full_disk_loses_nothing_and_the_run_goes_on_after_space_is_made()
    {
        using var disk = new MountedFolder("size=3m");
        string run = Path.Combine(disk.Path, "run"), whole = _temporary.File("whole");
        Assert.Equal(0, CommandProcess.Run($"train {Short} --out {whole}").Code);
        (int code, string error) = CommandProcess.Run($"train {Short} --out {run}");
        Assert.Equal(2, code);
        Assert.Contains("free some space", OneLine(error), StringComparison.Ordinal);
        Assert.NotEmpty(new RunFolder(run).CheckpointSteps());
        disk.Remount("size=100m");
        (code, error) = CommandProcess.Run($"train --resume {run} --quiet");
        Assert.True(code == 0, error);
        Assert.Equal(CommandProcess.Numbers(whole), CommandProcess.Numbers(run));
    }

    [MountFact]
    public void A_read_only_mount_is_one_line_and_a_run_on_it_can_still_be_shown()
    {
        using var disk = new MountedFolder("size=20m");
        string run = Path.Combine(disk.Path, "run");
        Assert.Equal(0, CommandProcess.Run($"train --steps 3 --quiet --out {run}").Code);
        disk.Remount("ro");
        foreach (string line in (string[])[$"train {Short} --out {Path.Combine(disk.Path, "new")}", $"train --resume {run} --steps 6", $"pretrain --batches 1 --quiet --out {Path.Combine(disk.Path, "base")}"])
        {
            (int code, string error) = CommandProcess.Run(line);
            Assert.Equal(2, code);
            Assert.Contains("give a folder that can be written", OneLine(error), StringComparison.Ordinal);
        }
        Assert.Equal(0, CommandProcess.Run($"show {run}").Code);
        Assert.Equal(4, CommandProcess.Numbers(run).Length);
    }

    [Fact]
    public void A_folder_that_is_gone_is_said()
    {
        if (OperatingSystem.IsWindows()) return; // which does not let one remove it
        using Process process = Process.Start(new ProcessStartInfo("sh", ["-c", $"cd {Directory.CreateDirectory(_temporary.File("gone")).FullName} && rmdir ../gone && exec dotnet {CommandProcess.Assembly} show demo"]) { RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory })!;
        string error = Bounded.Text(process, process.StandardError);
        Assert.Equal(2, Bounded.Exit(process));
        Assert.Equal("hicra: the folder that this was started in is gone; go to another one and try again", OneLine(error));
    }

    [Fact]
    public void A_default_run_needs_less_than_400_MB()
    {
        using Process process = CommandProcess.Start($"train --method hicra --steps 8 --quiet --out {_temporary.File("run")}");
        long peak = 0;
        Bounded.Until(() =>
        {
            if (process.WaitForExit(20)) return true;
            process.Refresh();
            if (!process.HasExited) peak = Math.Max(peak, process.PeakWorkingSet64);
            return false;
        }, "the end of the run");
        Assert.Equal(0, process.ExitCode);
        Assert.InRange(peak, 1, 400_000_000);
    }

    private static string OneLine(string error) => Assert.Single(error.TrimEnd('\n').Split('\n'));
}
