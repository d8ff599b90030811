using Hicra.Interactive.Commands;

namespace Hicra.Interactive.Tests.Commands;

public class RunReferenceTests
{
    [Fact]
    public void A_bare_name_means_the_run_under_runs_unless_a_folder_has_that_name()
    {
        using var host = new FakeHost();
        Copy(Path.Combine(RunReference.DemoDirectory, "hicra"), Path.Combine(host.WorkingDirectory, "runs", "mine"));
        Assert.Equal("runs/mine", RunReference.One("runs/mine", host).Name);
        Assert.Equal("runs/mine", RunReference.One("mine", host).Name);
        Copy(Path.Combine(RunReference.DemoDirectory, "grpo"), Path.Combine(host.WorkingDirectory, "mine"));
        Assert.Equal(("mine", "grpo"), (RunReference.One("mine", host).Name, RunReference.One("mine", host).Run.Config.Training.Method));
        Assert.Contains("no such run", Assert.Throws<HicraException>(() => RunReference.One("other", host)).Message, StringComparison.Ordinal);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in (string[])["config.json", "metrics.jsonl"]) File.Copy(Path.Combine(from, file), Path.Combine(to, file));
    }
}
