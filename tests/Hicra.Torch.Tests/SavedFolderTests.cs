using System.Text.Json;
using Hicra.Tensors;
using Hicra.Testing;
using Hicra.Training.Policies;
using Hicra.Training.Text;

namespace Hicra.Torch.Tests;

/// <summary>A saved model is a folder that other programs load: both engines write the same one.</summary>
public sealed class SavedFolderTests : IDisposable
{
    private static readonly string Stories = Repository.Golden("architectures/stories260k");
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Both_engines_write_the_same_folder_with_what_the_tokenizer_and_generation_need()
    {
        TorchRequired.Engine();
        foreach (string engine in new[] { TorchEngine.EngineName, EngineCatalog.Embedded })
        {
            using IPolicy policy = TorchEngine.Catalog.Find(engine).LoadPolicy(Stories, TorchRequired.OneThread);
            policy.SavePretrained(_temporary.File(engine));
        }
        string[] files = [.. Directory.EnumerateFiles(_temporary.File(EngineCatalog.Embedded)).Select(x => Path.GetFileName(x)).Order(StringComparer.Ordinal)];
        Assert.Equal(["config.json", "generation_config.json", "model.safetensors", "vocab.json"], files);
        Assert.Equal(files, Directory.EnumerateFiles(_temporary.File(TorchEngine.EngineName)).Select(x => Path.GetFileName(x)).Order(StringComparer.Ordinal));
        foreach (string file in files.Where(x => x != "model.safetensors")) Assert.Equal(Read(EngineCatalog.Embedded, file), Read(TorchEngine.EngineName, file));
        // Tensors in each engine's own order.
        Samples.Same(Safetensors.Read(_temporary.File("embedded/model.safetensors")), Safetensors.Read(_temporary.File("torch/model.safetensors")));

        using JsonDocument generation = JsonDocument.Parse(Read(EngineCatalog.Embedded, "generation_config.json")), config = JsonDocument.Parse(Read(EngineCatalog.Embedded, "config.json"));
        // What is not read here is kept all the same.
        Assert.Equal(1, config.RootElement.GetProperty("bos_token_id").GetInt32());
        Assert.Equal(config.RootElement.GetProperty("eos_token_id").GetInt32(), generation.RootElement.GetProperty("eos_token_id").GetInt32());
        ISubwordTokenizer tokenizer = Tokenizer.Load(_temporary.File(TorchEngine.EngineName));
        Assert.Equal(Tokenizer.Load(Stories).Encode("Once upon a time"), tokenizer.Encode("Once upon a time"));
    }

    [Fact]
    public void What_was_written_about_generation_is_kept_as_it_was()
    {
        string origin = _temporary.File("origin");
        Directory.CreateDirectory(origin);
        foreach (string file in new[] { "config.json", "model.safetensors", "vocab.json" }) File.Copy(Path.Combine(Stories, file), Path.Combine(origin, file));
        File.WriteAllText(Path.Combine(origin, "generation_config.json"), """{ "eos_token_id": [2, 1], "top_p": 0.9 }""");
        using (IPolicy policy = TorchRequired.Engine().LoadPolicy(origin, TorchRequired.OneThread)) policy.SavePretrained(_temporary.File("saved"));
        Assert.Equal(File.ReadAllText(Path.Combine(origin, "generation_config.json")), File.ReadAllText(_temporary.File("saved/generation_config.json")));
        // A LoRA's folder has its tokenizer too.
        using (IPolicy adapted = TorchRequired.Engine().LoadPolicy(origin, TorchRequired.OneThread with { Lora = new LoraOptions { Rank = 2 } })) adapted.SavePretrained(_temporary.File("adapter"));
        Assert.True(File.Exists(_temporary.File("adapter/vocab.json")));
    }

    [Fact]
    public void A_model_too_large_for_a_file_is_written_as_shards_with_their_index()
    {
        using IPolicy policy = TorchRequired.Engine().LoadPolicy(Stories, TorchRequired.OneThread with { Dtype = "bf16" });
        string folder = _temporary.File("shards");
        policy.SavePretrained(folder);
        SafetensorsFolder.Write(folder, policy.Weights(), shardBytes: 200_000, keepTypes: true);
        Assert.True(File.Exists(Path.Combine(folder, "model.safetensors.index.json")));
        using IPolicy again = TorchRequired.Engine().LoadPolicy(folder, TorchRequired.OneThread with { Dtype = "bf16" });
        Samples.Same(policy.Weights(), again.Weights());
    }

    private string Read(string engine, string file) => File.ReadAllText(Path.Combine(_temporary.File(engine), file));
}
