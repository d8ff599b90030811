using Hicra.Torch.Models;
using Hicra.Training.Policies;
using TorchSharp;
using static TorchSharp.torch;

namespace Hicra.Torch;

/// <summary>
/// Samples rows in lockstep over a cache. Each prompt is read once for its rows; a row that has ended leaves its slot to a row of the
/// next prompt, so that no slot waits for the longest response. A row's random numbers are its own, wherever it lies.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="mostRows">Rows in lockstep at most; fewer where their keys and values would need more than <see cref="CacheBudget"/>.</param>
internal sealed class TorchGenerator(TorchModel model, int mostRows = 256)
{
    /// <summary>Bytes for keys and values; at least one row is sampled whatever it needs.</summary>
    public const long CacheBudget = 2L << 30;

    // Tokens of prompts that are read together, padding included.
    private const int PromptTokens = 8192;

    private readonly ModelConfig _config = model.Config;

    /// <summary>Samples all responses of a request.</summary>
    public SampledResponses Run(SampleRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        Check(request);
        int rows = request.Prompts.Count * request.GroupSize;
        var finished = new SampledRow[rows];
        if (rows == 0) return SampledRow.Pack(finished);
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        int longest = request.Prompts.Max(prompt => prompt.Length) + request.MaxNewTokens;
        long perRow = 2L * _config.Layers * _config.KeyValueHeads * _config.HeadSize * longest * model.Type.ElementSize();
        int slots = (int)Math.Min(Math.Clamp(CacheBudget / perRow, 1, mostRows), rows);
        using var cache = new KeyValueCache(_config.Layers, slots, _config.KeyValueHeads, longest, _config.HeadSize, model.Type, model.Device);
        new Lockstep(model, request, cache, finished).Run(cancellation);
        return SampledRow.Pack(finished);
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

    // The slots of one request, and the rows that have not begun yet.
    private sealed class Lockstep(TorchModel model, SampleRequest request, KeyValueCache cache, SampledRow[] finished)
    {
        private readonly Device _device = model.Device;
        private (int Index, GrowingRow Row)?[] _slots = new (int, GrowingRow)?[cache.Rows];
        private int _begun;

        public void Run(CancellationToken cancellation)
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                Fill(cancellation);
                int[] active = [.. Enumerable.Range(0, _slots.Length).Where(slot => _slots[slot] is not null)];
                if (active.Length == 0 && _begun == finished.Length) return;
                if (active.Length == 0) continue;
                if (_begun == finished.Length && active.Length <= _slots.Length / 2) active = Narrow(active);
                Advance(active);
            }
        }

        // Rows begin where slots are free; not one by one, for prompts are read together.
        private void Fill(CancellationToken cancellation)
        {
            int[] free = [.. Enumerable.Range(0, _slots.Length).Where(slot => _slots[slot] is null)];
            if (_begun == finished.Length || (free.Length < _slots.Length && free.Length < Math.Min(Math.Max(1, _slots.Length / 4), finished.Length - _begun))) return;
            int taken = 0;
            while (taken < free.Length && _begun < finished.Length)
            {
                cancellation.ThrowIfCancellationRequested();
                int first = _begun / request.GroupSize, most = Math.Min(free.Length - taken, finished.Length - _begun);
                int last = (_begun + most - 1) / request.GroupSize, longest = 0, end = first;
                for (; end <= last; end++)
                {
                    int length = Math.Max(longest, request.Prompts[end].Length);
                    if (end > first && (long)length * (end - first + 1) > PromptTokens) break;
                    longest = length;
                }
                int count = Math.Min(most, end * request.GroupSize - _begun);
                Begin(first, end, longest, free.AsSpan(taken, count).ToArray());
                taken += count;
            }
        }

        // Reads prompts and draws the first token of the rows that begin; a row that ends with it leaves its slot free.
        private void Begin(int first, int end, int longest, int[] slots)
        {
            using DisposeScope scope = NewDisposeScope();
            int[][] prompts = [.. Enumerable.Range(first, end - first).Select(p => request.Prompts[p])];
            ModelConfig config = model.Config;
            using var read = new KeyValueCache(config.Layers, prompts.Length, config.KeyValueHeads, longest, config.HeadSize, model.Type, _device);
            Tensor behind = Read(prompts, longest, read);
            int[] rows = [.. Enumerable.Range(_begun, slots.Length)];
            Tensor ofRow = tensor(rows.Select(i => (long)(i / request.GroupSize - first)).ToArray(), int64, _device);
            cache.Put(tensor(slots.Select(slot => (long)slot).ToArray(), int64, _device), read, ofRow);
            GrowingRow[] growing = [.. rows.Select(i => new GrowingRow(request.Random.Derive(i), request.Prompts[i / request.GroupSize].Length))];
            _begun += slots.Length;
            bool[] goesOn = TokenDraw.Run(request, growing, model.Logits(behind.index_select(0, ofRow)));
            for (int k = 0; k < rows.Length; k++) Keep(slots[k], rows[k], growing[k], goesOn[k]);
        }

        /// <summary>[prompts, hidden] what the model knows behind each prompt.</summary>
        private Tensor Read(int[][] prompts, int longest, KeyValueCache cache)
        {
            using DisposeScope scope = NewDisposeScope();
            long[] ids = new long[prompts.Length * longest], positions = new long[ids.Length], last = new long[prompts.Length];
            for (int p = 0; p < prompts.Length; p++)
            {
                for (int t = 0; t < longest; t++) (ids[p * longest + t], positions[p * longest + t]) = (t < prompts[p].Length ? prompts[p][t] : 0, t);
                last[p] = p * (long)longest + prompts[p].Length - 1;
            }
            cache.MoveTo(tensor(positions, [prompts.Length, longest], int64, _device));
            Tensor hidden = model.Hidden(tensor(ids, [prompts.Length, longest], int64, _device), cache).reshape(-1, model.Config.HiddenSize);
            return hidden.index_select(0, tensor(last, int64, _device)).MoveToOuterDisposeScope();
        }

        // One token more for every row.
        private void Advance(int[] active)
        {
            using DisposeScope scope = NewDisposeScope();
            // A free slot reads something at its first place, which whoever gets it overwrites.
            long[] ids = [.. _slots.Select(slot => (long)(slot?.Row.Last ?? 0))], positions = [.. _slots.Select(slot => slot?.Row.Position ?? 0)];
            cache.MoveTo(tensor(positions, [ids.Length, 1], int64, _device), positions.Max() + 1);
            Tensor hidden = model.Hidden(tensor(ids, [ids.Length, 1], int64, _device), cache).squeeze(1);
            if (active.Length < ids.Length) hidden = hidden.index_select(0, tensor(active.Select(slot => (long)slot).ToArray(), int64, _device));
            bool[] goesOn = TokenDraw.Run(request, [.. active.Select(slot => _slots[slot]!.Value.Row)], model.Logits(hidden));
            for (int k = 0; k < active.Length; k++) Keep(active[k], _slots[active[k]]!.Value.Index, _slots[active[k]]!.Value.Row, goesOn[k]);
        }

        private void Keep(int slot, int index, GrowingRow row, bool goesOn)
        {
            _slots[slot] = goesOn ? (index, row) : null;
            if (!goesOn) finished[index] = row.Finish();
        }

        // Nothing begins any more: slots that would stay free are given up.
        private int[] Narrow(int[] active)
        {
            using DisposeScope scope = NewDisposeScope();
            cache.Keep(tensor(active.Select(slot => (long)slot).ToArray(), int64, _device));
            _slots = [.. active.Select(slot => _slots[slot])];
            return [.. Enumerable.Range(0, active.Length)];
        }
    }
}
