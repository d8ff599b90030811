using Hicra.Training.Runs;
using Hicra.Training.Tests.Learning;

namespace Hicra.Training.Tests.Runs;

/// <summary>What is refused, and that nothing is lost by it.</summary>
public sealed partial class TrainingRunTests
{
    [Fact]
    public void A_folder_of_another_run_is_not_touched()
    {
        string path = _temporary.File("run");
        Die(path, Options, 3);
        string before = Fingerprint(path);
        string other = Message(() => Create(path, Options with { Alpha = 0.3, Seed = 4 }));
        Assert.Contains("alpha, seed", other, StringComparison.Ordinal);
        Assert.Contains("--resume", Message(() => Create(path, Options with { Steps = 50 })), StringComparison.Ordinal);
        Assert.Contains($"--resume {path}", Message(() => Create(path, Options)), StringComparison.Ordinal);
        Assert.Equal(before, Fingerprint(path));
    }

    [Fact]
    public void A_wrong_setting_leaves_no_folder_behind()
    {
        string path = _temporary.File("run");
        Message(() => Create(path, Options with { Method = "gropo" }));
        Message(() => Create(path, Options with { Steps = -1 }));
        Message(() => Create(path, Options with { MaxNewTokens = 1000 }));
        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public void A_folder_with_other_files_is_refused()
    {
        File.WriteAllText(_temporary.File("letter.txt"), "dear");
        Assert.Contains("other files", Message(() => Create(_temporary.Path, Options)), StringComparison.Ordinal);
        Assert.Contains("is a file", Message(() => Create(_temporary.File("letter.txt"), Options)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.safetensors", 100)]
    [InlineData("optimizer.safetensors", -1)]
    [InlineData("state.json", 10)]
    [InlineData("config.json", 0)]
    public void A_damaged_checkpoint_is_named_and_nothing_is_lost(string file, int length)
    {
        string path = _temporary.File("run");
        Die(path, Options, 6);
        var folder = new RunFolder(path);
        string damaged = Path.Combine(folder.CheckpointOf(4), file);
        byte[] bytes = File.ReadAllBytes(damaged);
        File.WriteAllBytes(damaged, bytes[..(length < 0 ? bytes.Length + length : length)]);
        string before = Fingerprint(path);
        string message = Message(() => Resume(path));
        Assert.Contains("step-000004", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.Equal(before, Fingerprint(path));

        // The remedy that the message names.
        Directory.Delete(folder.CheckpointOf(4), recursive: true);
        Assert.True(Resume(path));
        Assert.Equal(Whole.Value, Rows(path));
    }

    [Fact]
    public void A_changed_bit_in_a_checkpoint_is_noticed()
    {
        string path = _temporary.File("run");
        Die(path, Options, 6);
        string model = Path.Combine(new RunFolder(path).CheckpointOf(4), "model.safetensors");
        byte[] bytes = File.ReadAllBytes(model);
        bytes[^5] ^= 1;
        File.WriteAllBytes(model, bytes);
        Assert.Contains("altered", Message(() => Resume(path)), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_base_model_in_its_place_is_noticed()
    {
        string path = _temporary.File("run"), moved = _temporary.File("base");
        Directory.CreateDirectory(moved);
        foreach (string file in Directory.EnumerateFiles(BaseModel.ShippedDirectory)) File.Copy(file, Path.Combine(moved, Path.GetFileName(file)));
        RunConfig config = Small.Config(Options) with { Base = BaseModel.Find(moved) };
        Directory.CreateDirectory(path);
        config.Write(new RunFolder(path).Config);
        byte[] bytes = File.ReadAllBytes(Path.Combine(moved, "model.safetensors"));
        bytes[^1] ^= 1;
        File.WriteAllBytes(Path.Combine(moved, "model.safetensors"), bytes);

        Assert.Contains("--base", Message(() => Resume(path)), StringComparison.Ordinal);
        Directory.Delete(moved, recursive: true);
        Assert.Contains("--base", Message(() => Resume(path)), StringComparison.Ordinal);
        // It may lie elsewhere, as long as it is the same.
        using (TrainingRun run = TrainingRun.Resume(path, Small.Environment(), baseDirectory: BaseModel.ShippedDirectory)) Assert.True(run.Continue());
        Assert.Equal(Whole.Value, Rows(path));
    }

    [Fact]
    public void Two_processes_cannot_write_one_run()
    {
        string path = _temporary.File("run");
        using TrainingRun first = TrainingRun.Create(path, Small.Config(Options), Small.Environment());
        Assert.Contains("another process", Message(() => Resume(path)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_configuration_is_named()
    {
        string path = _temporary.File("run");
        Die(path, Options, 1);
        string config = new RunFolder(path).Config, text = File.ReadAllText(config);
        foreach (string damaged in new[] { "", text[..50], "[]", text.Replace("\"steps\": 11", "\"steps\": \"x\"", StringComparison.Ordinal), text.Replace("\"format\": 1", "\"format\": 9", StringComparison.Ordinal) })
        {
            File.WriteAllText(config, damaged);
            Assert.Contains("config.json", Message(() => Resume(path)), StringComparison.Ordinal);
        }
        foreach ((string damaged, string named) in ((string, string)[])
            [("{\n\"format\" 1", "damaged (not valid JSON, line 2)"), ("{\"format\": 1}", "damaged (a setting is missing)"), ("{\"format\": []}", "damaged (a setting is of another kind"), ("{\"model_type\": \"qwen2\"}", "not that of a run (it does not say its format)")])
        {
            File.WriteAllText(config, damaged);
            Assert.Contains(named, Message(() => Resume(path)), StringComparison.Ordinal);
        }
    }
}
