using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Hicra.Tensors;
using Hicra.Testing;
using Hicra.Training.Learning;
using Hicra.Training.Policies.Managed;
using Hicra.Training.Runs;
using Hicra.Training.Tests.Learning;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Training.Tests.Runs;

/// <summary>Base models in one file and in shards: how a run knows them again, and that it learns the same from both.</summary>
public sealed class ShardedBaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_shipped_model_keeps_the_digest_that_old_runs_know()
    {
        Assert.Equal("03e1f3fe4ed677b5bb5aeb83b6f8b6194827013819521558b557fca05b27b302", BaseModel.Find(BaseModel.Shipped).Digest);
        Assert.Equal("b8cde2dd4f50d70dfbd0bdd3b3262b79adef9c1052954f4d4e4168434687011d", BaseModel.ShippedFor(WorldCatalog.LongSums).Digest);
        Assert.Equal(BaseModel.ShippedLong, BaseModel.ShippedFor(WorldCatalog.LongSums).Directory);
        Assert.Equal(Digest(BaseModel.ShippedDirectory, "config.json", "model.safetensors"), BaseModel.Find(BaseModel.ShippedDirectory).Digest);
    }

    [Fact]
    public void The_digest_of_shards_is_over_configuration_index_and_each_of_them()
    {
        string parts = Shards();
        string[] shards = [.. Directory.EnumerateFiles(parts, "model-*").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
        Assert.InRange(shards.Length, 3, 20);
        string digest = BaseModel.Find(parts).Digest;
        Assert.Equal(Digest(parts, ["config.json", "model.safetensors.index.json", .. shards]), digest);
        foreach (string name in (string[])["config.json", "model.safetensors.index.json", .. shards])
        {
            string file = Path.Combine(parts, name);
            byte[] bytes = File.ReadAllBytes(file);
            File.WriteAllBytes(file, [.. bytes, (byte)' ']);
            Assert.NotEqual(digest, BaseModel.Find(parts).Digest);
            File.WriteAllBytes(file, bytes);
        }
        Assert.Equal(digest, BaseModel.Find(parts).Digest);
        File.Delete(Path.Combine(parts, shards[1]));
        Assert.Contains($"{shards[1]}: this shard is missing", Assert.Throws<HicraException>(() => BaseModel.Find(parts)).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(parts, "model.safetensors.index.json"));
        Assert.Contains("(model.safetensors is missing)", Assert.Throws<HicraException>(() => BaseModel.Find(parts)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_from_shards_is_the_run_from_one_file_and_resumes()
    {
        string run = _folder.File("run");
        RunConfig config = Small.Config() with { Base = BaseModel.Find(Shards()) };
        using (var stop = new CancellationTokenSource())
        using (TrainingRun training = TrainingRun.Create(run, config, Small.Environment()))
            Assert.False(training.Continue(new Small.Reporter<StepResult>(s => { if (s.Step == 2) stop.Cancel(); }), stop.Token));
        using (TrainingRun training = TrainingRun.Resume(run, Small.Environment()))
        {
            Assert.Equal(3, training.ResumedFrom);
            Assert.True(training.Continue());
        }
        Assert.Equal(Small.Comparable(Small.Train(Small.Options)), Small.Comparable(MetricsLog.Read(new RunFolder(run).Metrics)));
    }

    [Fact]
    public void A_checkpoint_in_shards_is_restored()
    {
        string checkpoint = _folder.File("checkpoint");
        using ManagedPolicy policy = Small.Policy(), other = Small.Policy();
        using var trainer = new Trainer(policy, new PuzzleWorld(), Small.Options);
        trainer.Step();
        Checkpoint.Write(checkpoint, policy, trainer.Capture());
        Split(checkpoint);
        using (TrainerState state = Checkpoint.Read(checkpoint))
        {
            using var second = new Trainer(other, new PuzzleWorld(), Small.Options);
            second.Restore(state);
            Assert.Equal(Small.Comparable(trainer.Step().Metrics), Small.Comparable(second.Step().Metrics));
        }
        string shard = Directory.EnumerateFiles(checkpoint, "model-*").Order().Last();
        byte[] bytes = File.ReadAllBytes(shard);
        bytes[^1] ^= 1;
        File.WriteAllBytes(shard, bytes);
        Assert.Contains($"{Path.GetFileName(shard)} is truncated or was altered", Assert.Throws<HicraException>(() => Checkpoint.Read(checkpoint)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_is_of_the_policy_until_it_is_copied()
    {
        using ManagedPolicy policy = Small.Policy(), other = Small.Policy();
        using var trainer = new Trainer(policy, new PuzzleWorld(), Small.Options);
        trainer.Step();
        TrainerState view = trainer.Capture(), kept = view.Copy();
        string next = Small.Comparable(trainer.Step().Metrics);
        using var second = new Trainer(other, new PuzzleWorld(), Small.Options);
        Assert.Throws<InvalidOperationException>(() => second.Restore(view));
        second.Restore(kept);
        Assert.Equal(next, Small.Comparable(second.Step().Metrics));
    }

    [Fact]
    public void No_file_stays_open_after_a_run_was_resumed()
    {
        string run = _folder.File("run");
        using (TrainingRun training = TrainingRun.Create(run, Small.Config(Small.Options with { Steps = 1 }), Small.Environment())) training.Continue();
        using (TrainingRun training = TrainingRun.Resume(run, Small.Environment(), steps: 2))
        {
            if (OperatingSystem.IsLinux()) Assert.DoesNotContain(Open(), path => path.StartsWith(run, StringComparison.Ordinal) && path.EndsWith(".safetensors", StringComparison.Ordinal));
        }

        static IEnumerable<string> Open() => [.. Directory.EnumerateFiles("/proc/self/fd").Select(Target)];

        // Others close files meanwhile.
        static string Target(string fd)
        {
            try { return File.ResolveLinkTarget(fd, returnFinalTarget: false)?.FullName ?? ""; }
            catch (FileNotFoundException) { return ""; }
        }
    }

    private static string Digest(string folder, params string[] files) =>
        Convert.ToHexStringLower(SHA256.HashData([.. files.SelectMany(f => SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, f))))]));

    // A checkpoint as an engine of large models leaves it.
    private static void Split(string checkpoint)
    {
        using (SafetensorsFolder model = SafetensorsFolder.Open(checkpoint)) SafetensorsFolder.Write(checkpoint, model, shardBytes: 60_000);
        string path = Path.Combine(checkpoint, "state.json");
        JsonNode state = JsonNode.Parse(File.ReadAllText(path))!;
        JsonObject digests = state["sha256"]!.AsObject();
        Assert.True(digests.Remove("model.safetensors"));
        foreach (string file in SafetensorsFolder.Files(checkpoint)) digests[Path.GetFileName(file)] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
        File.WriteAllText(path, state.ToJsonString());
    }

    private string Shards()
    {
        string parts = _folder.File("parts");
        using ManagedPolicy shipped = Small.Policy();
        SafetensorsFolder.Write(parts, shipped.Weights(), shardBytes: 60_000);
        File.Copy(Path.Combine(BaseModel.ShippedDirectory, "config.json"), Path.Combine(parts, "config.json"));
        return parts;
    }
}
