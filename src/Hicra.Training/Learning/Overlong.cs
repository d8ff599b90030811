namespace Hicra.Training.Learning;

/// <summary>What happens to responses that reach the length limit.</summary>
public enum Overlong
{
    /// <summary>Nothing: a response that is cut off has the reward that the verifier gives it.</summary>
    Keep,

    /// <summary>Its tokens take no part in the loss (TRL's <c>mask_truncated_completions</c>); its reward stays in the group's mean.</summary>
    Mask,

    /// <summary>DAPO's soft punishment: the reward falls linearly by up to the penalty over the last tokens before the limit.</summary>
    Soft,
}
