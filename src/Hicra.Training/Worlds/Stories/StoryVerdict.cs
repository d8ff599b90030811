namespace Hicra.Training.Worlds.Stories;

/// <summary>What the verifier says of a story.</summary>
/// <param name="Reward">1 for a story that does all that is asked, else 0.</param>
/// <param name="Kind">Right; a planning error where a sound story forgets its word; else another error.</param>
/// <param name="Text">What was checked.</param>
/// <param name="Ended">Whether it came to its end within the limit.</param>
/// <param name="Said">Whether it says the word.</param>
public sealed record StoryVerdict(double Reward, ErrorKind Kind, StoryText Text, bool Ended, bool Said) : Verdict(Reward, Kind);
