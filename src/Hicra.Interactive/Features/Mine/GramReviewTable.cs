using Hicra.Strategy;

namespace Hicra.Interactive.Features.Mine;

/// <summary>A library and what a person decided about its clusters, as a table in which to decide more.</summary>
/// <param name="File">The library's file, as commands name it.</param>
/// <param name="Library">All its clusters, those included that were dropped.</param>
/// <param name="Review">What was decided.</param>
/// <param name="Command">The command that writes decisions: <c>#!sg-review</c> or <c>hicra review</c>.</param>
public sealed record GramReviewTable(string File, StrategicGramLibrary Library, GramReview Review, string Command = "#!sg-review");
