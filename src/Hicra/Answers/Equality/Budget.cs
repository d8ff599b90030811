namespace Hicra.Answers.Equality;

/// <summary>How much work a judgement may take. It counts steps and no time, so that a verdict never depends on the machine.</summary>
internal sealed class Budget(long steps)
{
    private long _left = steps;

    /// <summary>Whether the work was more than may be: what is not known to be equal then counts as different.</summary>
    public bool IsSpent => _left <= 0;

    /// <summary>Takes steps; false where there are none left.</summary>
    public bool Take(long count = 1) => (_left -= count) > 0;
}
