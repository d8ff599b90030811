namespace Hicra.Answers;

/// <summary>How answers are read and compared.</summary>
public sealed record AnswerOptions
{
    /// <summary>Nothing but the last balanced <c>\boxed{}</c> is an answer, as trainers that reward the format have it. Default false: answer phrases, the last formula and the last number will do too.</summary>
    public bool Strict { get; init; }

    /// <summary>Numbers within this share of the reference are equal, for measured quantities (the authors of OCWCourses, which Minerva's set is, allow 0.01). Default 0: numbers are equal if they are, or if a decimal of four digits and more is the other correctly rounded.</summary>
    public double RelativeTolerance
    {
        get;
        init => field = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A tolerance is at least 0 and below 1.");
    }

    internal static AnswerOptions Default { get; } = new();
}
