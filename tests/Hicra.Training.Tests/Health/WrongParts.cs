using Hicra.Strategy;
using Hicra.Tensors;
using Hicra.Training.Policies;
using Hicra.Training.Text;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Training.Tests.Health;

/// <summary>The puzzle world, to be spoilt.</summary>
internal abstract class SpoiltWorld(string name) : IWorld
{
    private readonly PuzzleWorld _world = new();

    public string Name => name;

    public virtual ITokenizer Tokenizer => _world.Tokenizer;

    public IReadOnlyList<Problem> Training => _world.Training;

    public IReadOnlyList<Problem> Validation => _world.Validation;

    public IReadOnlyList<Problem> ValidationOrder => _world.ValidationOrder;

    public IReadOnlyList<string> StrategicGrams => _world.StrategicGrams;

    public (IReadOnlyList<int> ClusterOf, IReadOnlyList<string> Names) GramClusters => _world.GramClusters;

    public IGramFinder Finder(StrategicGramLibrary library) => _world.Finder(library);

    public int[] Prompt(Problem problem) => _world.Prompt(problem);

    public virtual Verdict Judge(Problem problem, ReadOnlySpan<int> response) => _world.Judge(problem, response);

    public IReadOnlyList<KeyValuePair<string, double>> Measure(IReadOnlyList<Verdict> verdicts) => _world.Measure(verdicts);
}

/// <summary>Pays for long answers, right or wrong; its verdict stays what it is.</summary>
internal sealed class LengthPayingWorld() : SpoiltWorld("length-paying")
{
    public override Verdict Judge(Problem problem, ReadOnlySpan<int> response) => base.Judge(problem, response) with { Reward = response.Length > 20 ? 1 : 0 };
}

/// <summary>Its tokens' texts are those of another tokenizer.</summary>
internal sealed class MisspellingWorld() : SpoiltWorld("misspelling")
{
    public override ITokenizer Tokenizer { get; } = new Misspelling(PuzzleVocabulary.Tokenizer);

    private sealed class Misspelling(ITokenizer inner) : ITokenizer
    {
        public int VocabularySize => inner.VocabularySize;

        public IReadOnlyList<int> EndTokens => inner.EndTokens;

        public int[] Encode(string text) => inner.Encode(text);

        public string Decode(ReadOnlySpan<int> ids) => inner.Decode(ids);

        public string[] Pieces(ReadOnlySpan<int> ids) => [.. inner.Pieces(ids).Select(piece => piece == " =" ? " equals" : piece)];
    }
}

/// <summary>The embedded engine with a fault that trainers have had: it samples at one temperature and scores at another.</summary>
internal sealed class OtherTemperatureEngine(double times) : IEngine
{
    public string Name => "other-temperature";

    public string Description => "samples colder or hotter than it scores";

    public IPolicy LoadPolicy(string directory, EngineOptions? options = null) => new Policy(new EmbeddedEngine().LoadPolicy(directory, options), times);

    public IPolicy CreatePolicy(ModelConfig shape, CounterRandom weights, EngineOptions? options = null) => new Policy(new EmbeddedEngine().CreatePolicy(shape, weights, options), times);

    private sealed class Policy(IPolicy inner, double times) : IPolicy
    {
        public int VocabularySize => inner.VocabularySize;

        public int MaxPositions => inner.MaxPositions;

        public long ParameterCount => inner.ParameterCount;

        public SampledResponses Sample(SampleRequest request, CancellationToken cancellation = default)
        {
            SampledResponses sampled = inner.Sample(request with { Temperature = request.Temperature * times }, cancellation);
            float[] logProbs = new float[sampled.Tokens.Length], entropies = new float[sampled.Tokens.Length];
            PackedBatch batch = PackedBatch.Of(Enumerable.Range(0, sampled.Count).Select(i => new PackedSequence(request.Prompts[i / request.GroupSize], sampled.Response(i).ToArray())));
            inner.Score(batch, logProbs, entropies, request.Temperature);
            return sampled with { LogProbs = logProbs, Entropies = entropies };
        }

        public void Score(PackedBatch batch, Span<float> logProbs, Span<float> entropies, double temperature = 1) => inner.Score(batch, logProbs, entropies, temperature);

        public void Accumulate(PackedBatch batch, TokenGradient gradient, double temperature = 1) => inner.Accumulate(batch, gradient, temperature);

        public double Update(AdamWOptions options) => inner.Update(options);

        public void ClearGradient() => inner.ClearGradient();

        public IReadOnlyList<NamedTensor> Gradient() => inner.Gradient();

        public TensorSource Weights() => inner.Weights();

        public TensorSource OptimizerState() => inner.OptimizerState();

        public void Load(TensorSource weights, TensorSource? optimizerState = null) => inner.Load(weights, optimizerState);

        public IPolicy Clone() => new Policy(inner.Clone(), times);

        public void SavePretrained(string directory) => inner.SavePretrained(directory);

        public void Dispose() => inner.Dispose();
    }
}
