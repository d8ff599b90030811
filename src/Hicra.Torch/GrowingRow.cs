using System.Runtime.InteropServices;
using Hicra.Training.Policies;

namespace Hicra.Torch;

/// <summary>A response while it is sampled, with random numbers of its own: what it becomes does not depend on what is sampled beside it.</summary>
internal sealed class GrowingRow(CounterRandom random, int promptLength)
{
    private readonly List<int> _tokens = [];
    private readonly List<float> _logProbs = [], _entropies = [], _drawnLogProbs = [], _drawnEntropies = [];

    /// <summary>The position of the newest token.</summary>
    public long Position => promptLength + _tokens.Count - 1;

    /// <summary>The newest token.</summary>
    public int Last => _tokens[^1];

    /// <summary>The number that draws the next token, in [0, 1).</summary>
    public double NextUniform => random.Uniform(_tokens.Count);

    /// <summary>Takes a token.</summary>
    /// <returns>Whether the response goes on.</returns>
    public bool Add(SampleRequest request, int token, float logProb, float entropy)
    {
        _tokens.Add(token);
        _logProbs.Add(logProb);
        _entropies.Add(entropy);
        return request.GoesOn(CollectionsMarshal.AsSpan(_tokens));
    }

    /// <summary>Takes what the newest token is under the distribution that it was drawn from.</summary>
    public void AddTruncated(float logProb, float entropy)
    {
        _drawnLogProbs.Add(logProb);
        _drawnEntropies.Add(entropy);
    }

    /// <summary>The response.</summary>
    public SampledRow Finish() =>
        new([.. _tokens], [.. _logProbs], [.. _entropies], _drawnLogProbs.Count > 0 ? new TruncatedScores([.. _drawnLogProbs], [.. _drawnEntropies]) : null);
}
