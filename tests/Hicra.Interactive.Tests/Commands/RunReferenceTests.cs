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

    [Fact]
    public void Shipped_runs_are_known_by_name_and_no_others_for_theirs()
    {
        using var host = new FakeHost();
        Assert.Equal(["demo/grpo", "demo/hicra"], RunReference.Find("demo", host).Select(r => r.Name));
        Assert.Equal("demo-long", RunReference.One("demo-long", host).Name);
        Assert.Contains("demo/hicrb: no such run is shipped; give demo, demo/grpo, demo/hicra or demo-long", Assert.Throws<HicraException>(() => RunReference.One("demo/hicrb", host)).Message, StringComparison.Ordinal);
        // By their folder too, as a variable names them.
        host.Values["run"] = RunReference.One("demo-long", host).Run;
        Assert.Equal("demo-long", RunReference.One("@run", host).Name);
        // What is written of a shipped run lies in the host's folder; of any other, whatever it is called, beside it.
        Copy(Path.Combine(RunReference.DemoDirectory, "hicra"), Path.Combine(host.WorkingDirectory, "demos", "mine"));
        Assert.Equal("demos/mine.html", RunReference.FileBeside(RunReference.One("demos/mine", host), ".html"));
        Assert.Equal("demo-hicra.html", RunReference.FileBeside(RunReference.One("demo/hicra", host), ".html"));
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in (string[])["config.json", "metrics.jsonl"]) File.Copy(Path.Combine(from, file), Path.Combine(to, file));
    }
}
