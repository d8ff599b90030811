using System.Text.Json;
using Hicra.Testing;
using Hicra.Training.Learning;
using Hicra.Verification.Phases;

namespace Hicra.Verification.Tests.Phases;

public sealed class PhasesTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_run_of_two_phases_meets_all_criteria()
    {
        var criteria = new PhaseCriteria(Log("grpo"));
        Assert.True(criteria is { ExecutionFirst: true, ThenPlanning: true, PapersShare: true, PlanningIsLearned: true, All: true });
        Assert.Equal(44, criteria.SettledAt); // the first five are .06 x .98 on average, so .6 of that is .06 x .588: at the mean of steps 40 to 44
        Assert.Equal(0, criteria.ShareOfGain);
    }

    [Theory]
    [InlineData("entropy late", false, true, true, true)]
    [InlineData("accuracy early", false, true, true, true)]
    [InlineData("length falls", true, false, true, true)]
    [InlineData("strategies fall", true, false, true, true)]
    [InlineData("share", true, true, false, true)]
    [InlineData("hits", true, true, true, false)]
    public void Each_fault_fails_its_own_criterion(string fault, bool first, bool second, bool third, bool fourth)
    {
        var criteria = new PhaseCriteria(Log("grpo", fault));
        Assert.Equal((first, second, third, fourth), (criteria.ExecutionFirst, criteria.ThenPlanning, criteria.PapersShare, criteria.PlanningIsLearned));
        Assert.False(criteria.All);
    }

    [Fact]
    public void Tables_say_the_same_as_the_logs_and_methods_are_paired()
    {
        PhaseLog[] logs = [Log("grpo_base1-seed0"), Log("grpo_base2-seed0"), Log("hicra_base1-seed0", "better"), Log("hicra_base2-seed0", "better"), Log("hicra_base3-seed0", "better")];
        foreach (PhaseLog log in logs) log.Write(_temporary.Path);
        (int code, string output) = Run($"phases {_temporary.Path}");
        Assert.Equal(0, code);
        Assert.Contains("grpo: of 2 runs 2 meet criterion 1, 2 criterion 2, 2 criterion 3, 2 criterion 4, 2 all four", output, StringComparison.Ordinal);
        Assert.Contains("hicra less grpo, accuracy at the end: +0.100 (95 % +0.100 to +0.100, 2 pairs)", output, StringComparison.Ordinal);
        string copy = Directory.CreateDirectory(_temporary.File("copy")).FullName;
        Assert.Equal(output, Run($"phases {_temporary.Path} --write {copy}").Output);
        foreach (PhaseLog log in logs) Assert.Equal(File.ReadAllText(_temporary.File(log.Name + ".csv")), File.ReadAllText(Path.Combine(copy, log.Name + ".csv")));
        using JsonDocument json = JsonDocument.Parse(Run($"phases {copy} --json").Output);
        Assert.Equal(5, json.RootElement.GetArrayLength());
        PhaseLog failing = Log("grpo_base3-seed0", "hits");
        (failing with { Name = "grpo_base4-seed0", Rows = [.. failing.Rows.Take(300)] }).Write(copy);
        (code, output) = Run($"phases {copy}");
        Assert.Equal(0, code); // what was stopped is named, and not judged
        Assert.EndsWith("\ngrpo_base4-seed0: stopped at step 299, not judged\n", output, StringComparison.Ordinal);
        failing.Write(copy);
        Assert.Equal(1, Run($"phases {copy}").Code);
    }

    [Fact]
    public void The_page_says_of_the_committed_runs_what_the_program_says()
    {
        using StringWriter output = new(), error = new();
        VerificationProgram.Run(["phases", Path.Combine(Repository.Root, "data", "results", "long-world")], output, error);
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "worlds.md"));
        string[] lines = output.ToString().TrimEnd().Split('\n');
        Assert.Contains(lines, line => line.StartsWith("grpo: of ", StringComparison.Ordinal));
        Assert.All(lines.Where(line => line.Length > 0), line => Assert.Contains(line, page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "holds no run and no table")]
    [InlineData("a,b\n1,2\n", "step first")]
    [InlineData("step,hicra/accuracy\n0,x\n", "line 2: not 2 numbers")]
    [InlineData("step,hicra/accuracy\n0,.5\n", "has fewer than 5 values of hicra/entropy/execution")]
    public void What_cannot_be_judged_is_refused_in_one_line(string table, string expected)
    {
        if (table.Length > 0) File.WriteAllText(_temporary.File("grpo_a.csv"), table);
        Assert.Contains(expected, Assert.Throws<HicraException>(() => PhaseLog.Find([_temporary.Path]).Select(log => new PhaseCriteria(log)).ToArray()).Message, StringComparison.Ordinal);
    }

    private static PhaseLog Log(string name, string fault = "") => new(name, [.. Enumerable.Range(0, 401).Select(step => Row(step, fault))]);

    private static MetricRow Row(int step, string fault)
    {
        double late = Math.Max(0, step - 100) / 300.0;
        var row = new MetricRow(step);
        row.Set("hicra/entropy/execution", .06 * (1 - Math.Min(fault == "entropy late" ? step / 3 : step, 60) / 100.0));
        if (step % 20 == 0) row.Set("val-core/long/acc/mean@4", .05 + .6 * (fault == "accuracy early" ? step / 400.0 * .5 + Math.Min(step, 80) / 160.0 : late) + (fault == "better" && step > 300 ? .1 : 0));
        row.Set("hicra/strategies", 1 + (fault == "strategies fall" ? -late : late));
        row.Set("response_length/mean", 110 + (fault == "length falls" ? -50 : 200) * late);
        row.Set("hicra/planning_share", fault == "share" && step == 200 ? .07 : .03 + .02 * late);
        row.Set("hicra/plan_hits", .15 + (fault == "hits" ? .05 : .15) * late);
        return row;
    }

    private static (int Code, string Output) Run(string line)
    {
        using StringWriter output = new(), error = new();
        int code = VerificationProgram.Run(line.Split(' '), output, error);
        Assert.Equal("", error.ToString());
        return (code, output.ToString());
    }
}
