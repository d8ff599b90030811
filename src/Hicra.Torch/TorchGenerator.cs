using Hicra.Torch.Models;
using Hicra.Training.Policies;
using TorchSharp;
using static TorchSharp.torch;

namespace Hicra.Torch;

/// <summary>Samples rows in lockstep over a cache; the prompts of a batch are read once each, and rows that have ended are taken out.</summary>
internal sealed class TorchGenerator(TorchModel model)
{
    // Rows in lockstep.
    private const int MostRows = 256;

    private readonly ModelConfig _config = model.Config;

    /// <summary>Samples all responses of a request.</summary>
    public SampledResponses Run(SampleRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        Check(request);
        var responses = new Response[request.Prompts.Count * request.GroupSize];
        for (int i = 0; i < responses.Length; i++) responses[i] = new Response(request.Random.Derive(i));
        using IDisposable frozen = no_grad();
        for (int first = 0; first < responses.Length; first += MostRows)
        {
            using DisposeScope scope = NewDisposeScope();
            RunBatch(request, responses, first, Math.Min(MostRows, responses.Length - first), cancellation);
        }
        return Pack(responses);
    }

    private void RunBatch(SampleRequest request, Response[] responses, int first, int count, CancellationToken cancellation)
    {
        // Each prompt once, and its rows behind it.
        int[] prompts = [.. Enumerable.Range(first, count).Select(i => i / request.GroupSize).Distinct()];
        int longest = prompts.Max(p => request.Prompts[p].Length);
        using var cache = new KeyValueCache(_config.Layers, prompts.Length, _config.KeyValueHeads, longest + request.MaxNewTokens, _config.HeadSize, model.Type, model.Device);
        List<int> rows = [.. Enumerable.Range(first, count)];
        Tensor hidden = Read(request, prompts, longest, cache);
        Tensor ofRow = tensor(rows.Select(i => (long)(i / request.GroupSize - prompts[0])).ToArray(), int64, model.Device);
        cache.Keep(ofRow);
        hidden = hidden.index_select(0, ofRow);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            List<int> kept = [];
            long[] drawn = Draw(request, responses, rows, hidden, kept);
            if (kept.Count == 0) return;
            if (kept.Count < rows.Count)
            {
                using DisposeScope scope = NewDisposeScope();
                cache.Keep(tensor(kept.Select(k => (long)k).ToArray(), int64, model.Device));
            }
            long[] next = [.. kept.Select(k => drawn[k])];
            rows = [.. kept.Select(k => rows[k])];
            using DisposeScope step = NewDisposeScope();
            long[] positions = [.. rows.Select(i => (long)request.Prompts[i / request.GroupSize].Length + responses[i].Tokens.Count - 1)];
            cache.MoveTo(tensor(positions, [rows.Count, 1], int64, model.Device));
            Tensor fresh = model.Hidden(tensor(next, [rows.Count, 1], int64, model.Device), cache).squeeze(1);
            hidden.Dispose();
            hidden = fresh.MoveToOuterDisposeScope();
        }
    }

    // [prompts, hidden] what the model knows behind each prompt.
    private Tensor Read(SampleRequest request, int[] prompts, int longest, KeyValueCache cache)
    {
        using DisposeScope scope = NewDisposeScope();
        long[] ids = new long[prompts.Length * longest], positions = new long[ids.Length], last = new long[prompts.Length];
        for (int p = 0; p < prompts.Length; p++)
        {
            int[] prompt = request.Prompts[prompts[p]];
            for (int t = 0; t < longest; t++) (ids[p * longest + t], positions[p * longest + t]) = (t < prompt.Length ? prompt[t] : 0, t);
            last[p] = p * (long)longest + prompt.Length - 1;
        }
        cache.MoveTo(tensor(positions, [prompts.Length, longest], int64, model.Device));
        Tensor hidden = model.Hidden(tensor(ids, [prompts.Length, longest], int64, model.Device), cache).reshape(-1, _config.HiddenSize);
        return hidden.index_select(0, tensor(last, int64, model.Device)).MoveToOuterDisposeScope();
    }

    // Draws a token for each row by inverse CDF, with the row's own random numbers; adds the rows that go on to kept.
    private long[] Draw(SampleRequest request, Response[] responses, List<int> rows, Tensor hidden, List<int> kept)
    {
        using DisposeScope scope = NewDisposeScope();
        bool greedy = request.Temperature == 0;
        Tensor logProbs = model.Logits(hidden).div_(greedy ? 1 : request.Temperature).log_softmax(1);
        Tensor tokens;
        if (greedy) tokens = logProbs.argmax(1);
        else
        {
            Tensor sums = logProbs.to(float64).exp().cumsum(1);
            double[] uniform = [.. rows.Select(i => responses[i].Random.Uniform(responses[i].Tokens.Count))];
            Tensor target = tensor(uniform, [rows.Count, 1], float64, model.Device) * sums.narrow(1, -1, 1);
            // The first index whose running sum exceeds the target.
            tokens = searchsorted(sums, target, right: true).clamp_max(_config.VocabularySize - 1).squeeze(1);
        }
        long[] drawn = tokens.cpu().data<long>().ToArray();
        float[] chosen = logProbs.gather(1, tokens.unsqueeze(1)).squeeze(1).cpu().data<float>().ToArray();
        float[] entropies = (-(logProbs.exp() * logProbs.clamp_min(-1e4f)).sum(1)).clamp_min(0).cpu().data<float>().ToArray();
        for (int k = 0; k < rows.Count; k++)
        {
            Response response = responses[rows[k]];
            response.Tokens.Add((int)drawn[k]);
            response.LogProbs.Add(chosen[k]);
            response.Entropies.Add(entropies[k]);
            if (!request.EndTokens.Contains((int)drawn[k]) && response.Tokens.Count < request.MaxNewTokens) kept.Add(k);
        }
        return drawn;
    }

    private void Check(SampleRequest request)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.GroupSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.MaxNewTokens, 1);
        if (request.Temperature != 0) ArgumentOutOfRangeException.ThrowIfLessThan(request.Temperature, SampleRequest.LowestTemperature);
        foreach (int[] prompt in request.Prompts)
        {
            if (prompt.Length == 0) throw new HicraException("a prompt is empty; each needs at least one token");
            foreach (int id in prompt)
                if ((uint)id >= (uint)_config.VocabularySize) throw new HicraException($"token id {id} is outside the model's vocabulary of {_config.VocabularySize}; the data and the base model do not belong together");
            // The last token drawn is never fed, so it needs no position.
            if (prompt.Length + request.MaxNewTokens - 1 > _config.MaxPositions)
                throw new HicraException($"a prompt of {prompt.Length} tokens and {request.MaxNewTokens} new ones are more than the model's max_position_embeddings {_config.MaxPositions}; ask for at most {Math.Max(0, _config.MaxPositions + 1 - prompt.Length)} new tokens");
        }
    }

    private static SampledResponses Pack(Response[] responses)
    {
        var offsets = new int[responses.Length + 1];
        for (int i = 0; i < responses.Length; i++) offsets[i + 1] = offsets[i] + responses[i].Tokens.Count;
        return new SampledResponses([.. responses.SelectMany(r => r.Tokens)], offsets, [.. responses.SelectMany(r => r.LogProbs)], [.. responses.SelectMany(r => r.Entropies)]);
    }

    private sealed class Response(CounterRandom random)
    {
        public CounterRandom Random => random;

        public List<int> Tokens { get; } = [];

        public List<float> LogProbs { get; } = [];

        public List<float> Entropies { get; } = [];
    }
}
