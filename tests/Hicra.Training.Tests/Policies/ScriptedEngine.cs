using Hicra.Tensors;
using Hicra.Training.Policies;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Training.Tests.Policies;

/// <summary>
/// An engine of another kind: its answers are written by the puzzle's authors, and all that it learns is how many updates
/// there were. It has no layer, no logit and no file format of a transformer.
/// </summary>
internal sealed class ScriptedEngine : IEngine
{
    public const string EngineName = "scripted";

    public string Name => EngineName;

    public string Description => "answers from a script";

    /// <summary>Updates of all its policies.</summary>
    public int Updates { get; set; }

    /// <summary>What was loaded, in order.</summary>
    public List<string> Loaded { get; } = [];

    public IPolicy LoadPolicy(string directory, EngineOptions? options = null)
    {
        Loaded.Add(directory);
        var policy = new ScriptedPolicy(this, 0);
        policy.Load(Safetensors.Read(Path.Combine(directory, "model.safetensors")));
        return policy;
    }

    public IPolicy CreatePolicy(ModelConfig shape, CounterRandom weights, EngineOptions? options = null) => new ScriptedPolicy(this, 0);
}

/// <summary>The policy of <see cref="ScriptedEngine"/>: what it says depends on the request and on the number of updates.</summary>
internal sealed class ScriptedPolicy(ScriptedEngine engine, int updates) : IPolicy
{
    private const string Count = "scripted.updates", Norms = "scripted.norms";
    private static readonly PuzzleWorld World = new();
    private static readonly Dictionary<string, PuzzleProblem> Problems = World.Training.Concat(World.Validation).Cast<PuzzleProblem>().ToDictionary(p => World.Tokenizer.Decode(World.Prompt(p)));
    private int _updates = updates;
    private float _norms;
    private double _gradient;

    public int VocabularySize => World.Tokenizer.VocabularySize;

    public int MaxPositions => 160;

    public long ParameterCount => 1;

    public SampledResponses Sample(SampleRequest request, CancellationToken cancellation = default)
    {
        var author = new PuzzleAuthor();
        var tokens = new List<int>();
        var offsets = new List<int> { 0 };
        for (int i = 0; i < request.Prompts.Count * request.GroupSize; i++)
        {
            int[] text = author.Solve(Problems[World.Tokenizer.Decode(request.Prompts[i / request.GroupSize])], request.Random.Derive(_updates).Derive(i));
            tokens.AddRange(text.Take(request.MaxNewTokens));
            offsets.Add(tokens.Count);
        }
        float[] logProbs = new float[tokens.Count], entropies = new float[tokens.Count];
        Fill(logProbs, entropies);
        return new SampledResponses([.. tokens], [.. offsets], logProbs, entropies);
    }

    public void Score(PackedBatch batch, Span<float> logProbs, Span<float> entropies, double temperature = 1) => Fill(logProbs, entropies);

    public void Accumulate(PackedBatch batch, TokenGradient gradient, double temperature = 1)
    {
        for (int s = 0; s < batch.Count; s++)
        {
            int length = batch.ResponseOffsets[s + 1] - batch.ResponseOffsets[s];
            float[] logProbs = new float[length], entropies = new float[length], dLogProbs = new float[length], dEntropies = new float[length];
            Fill(logProbs, entropies);
            gradient(s, logProbs, entropies, dLogProbs, dEntropies);
            foreach (float value in dLogProbs) _gradient += Math.Abs(value);
        }
    }

    public double Update(AdamWOptions options)
    {
        double norm = _gradient;
        (_updates, _norms, _gradient) = (_updates + 1, _norms + (float)norm, 0);
        engine.Updates++;
        return norm;
    }

    public void ClearGradient() => _gradient = 0;

    public IReadOnlyList<NamedTensor> Gradient() => [new(Count, [1], [(float)_gradient])];

    public TensorSource Weights() => new TensorList([new(Count, [1], [_updates])]);

    public TensorSource OptimizerState() => new TensorList([new(Norms, [1], [_norms])]);

    public void Load(TensorSource weights, TensorSource? optimizerState = null)
    {
        // The tensors of another engine's model are a beginning without updates.
        _updates = weights.Find(Count) is null ? 0 : (int)weights.Read(Count).Values[0];
        _norms = optimizerState?.Find(Norms) is null ? 0 : optimizerState.Read(Norms).Values[0];
        _gradient = 0;
    }

    public IPolicy Clone() => new ScriptedPolicy(engine, _updates);

    public void SavePretrained(string directory)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, "config.json"), "{}");
        Safetensors.Write(Path.Combine(directory, "model.safetensors"), Weights());
    }

    public void Dispose() { }

    private void Fill(Span<float> logProbs, Span<float> entropies)
    {
        logProbs.Fill(-0.5f - 0.01f * _updates);
        entropies.Fill(0.25f + 0.001f * _norms);
    }
}
