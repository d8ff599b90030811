using Hicra.Credit;
using Hicra.Logs.Measures;
using Hicra.Rollouts;
using Hicra.Training.Runs;

namespace Hicra.Logs.Runs;

/// <summary>
/// Keeps whole groups of rollouts of a log's steps in a run's folder, within a bound: of a long log every second, fourth, …
/// step, of a large step its first groups.
/// </summary>
internal sealed class SavedRollouts(RunFolder folder, long most)
{
    private static readonly GroupZScore Estimator = new();

    private readonly Dictionary<int, (List<Rollout> Rollouts, HashSet<int> Groups)> _open = [];
    private readonly Queue<(int Step, int Ordinal)> _order = new();
    private readonly List<(int Step, int Ordinal, long Bytes)> _written = [];
    private int _stride = 1;
    private long _waiting, _total;

    /// <summary>Whether some steps were thinned out.</summary>
    public bool IsThinned => _stride > 1;

    /// <summary>Whether some step has more groups than were kept.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Takes a rollout in, if it belongs to what is kept.</summary>
    /// <param name="ordinal">The step's place among the steps, as they came.</param>
    /// <param name="step">The step.</param>
    /// <param name="rollout">The rollout.</param>
    /// <param name="response">Its tokens.</param>
    public void Add(int ordinal, int step, Rollout rollout, MarkedResponse response)
    {
        if (most == 0 || ordinal % _stride != 0) return;
        if (!_open.TryGetValue(step, out (List<Rollout> Rollouts, HashSet<int> Groups) kept))
        {
            // A step that was written is over here, even if a file of another process has more of it.
            if (_written.Any(w => w.Step == step))
            {
                IsCut = true;
                return;
            }
            while (_waiting > most / 8 && _order.TryDequeue(out (int Step, int Ordinal) oldest)) Close(oldest.Step, oldest.Ordinal);
            if (ordinal % _stride != 0) return;
            _open[step] = kept = ([], []);
            _order.Enqueue((step, ordinal));
        }
        int group = rollout.Group ?? kept.Rollouts.Count;
        if (_waiting > most / 2 && !kept.Groups.Contains(group))
        {
            IsCut = true;
            return;
        }
        kept.Groups.Add(group);
        kept.Rollouts.Add(response.Saved(rollout) with { Step = step, Group = group, Sample = rollout.Sample ?? 0, Kind = rollout.Kind ?? (rollout.Correct is bool correct ? correct ? "right" : "wrong" : null) });
        _waiting += Bytes(rollout);
    }

    /// <summary>Writes a step that is over, with the advantages that GRPO gives its groups where the log has none.</summary>
    /// <exception cref="HicraException">The folder cannot be written.</exception>
    public void Close(int step, int ordinal)
    {
        if (!_open.Remove(step, out (List<Rollout> Rollouts, HashSet<int> Groups) kept) || kept.Rollouts.Count == 0) return;
        Directory.CreateDirectory(folder.Rollouts);
        string file = folder.RolloutsOf(step);
        using (RolloutWriter writer = RolloutJsonl.OpenWrite(file))
            foreach (IGrouping<int, Rollout> group in kept.Rollouts.GroupBy(r => r.Group!.Value).OrderBy(g => g.Key))
                foreach (Rollout rollout in WithAdvantages([.. group])) writer.Write(rollout);
        foreach (Rollout rollout in kept.Rollouts) _waiting -= Bytes(rollout);
        long bytes = new FileInfo(file).Length;
        _written.Add((step, ordinal, bytes));
        _total += bytes;
        while (_total > most && _written.Count > 2) Thin();
    }

    private static IEnumerable<Rollout> WithAdvantages(Rollout[] group)
    {
        if (group.Length < 2 || group.Any(r => r.Reward is null || r.Advantage is not null)) return group;
        var advantages = new double[group.Length];
        Estimator.Estimate([.. group.Select(r => r.Reward!.Value)], [.. group.Select(r => r.TokenCount ?? 0)], group.Length, advantages);
        return group.Select((rollout, i) => rollout with { Advantage = advantages[i], Sample = i });
    }

    private void Thin()
    {
        _stride *= 2;
        foreach ((int step, int ordinal, long bytes) in _written.ToArray())
        {
            if (ordinal % _stride == 0) continue;
            File.Delete(folder.RolloutsOf(step));
            _total -= bytes;
            _written.Remove((step, ordinal, bytes));
        }
    }

    // Text, and the pieces of its tokens, which the file holds too.
    private static long Bytes(Rollout rollout) => 200 + 4L * ((rollout.Response?.Length ?? 0) + (rollout.Prompt?.Length ?? 0));
}
