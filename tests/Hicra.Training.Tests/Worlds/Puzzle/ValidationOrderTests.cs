using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Training.Tests.Worlds.Puzzle;

public class ValidationOrderTests
{
    [Fact]
    public void The_order_holds_every_validation_problem_once_and_begins_as_the_reference_programs_sample()
    {
        IReadOnlyList<Problem> order = new PuzzleWorld().ValidationOrder;
        Assert.Equal(new PuzzleWorld().Validation.Select(x => x.Id).Order(), order.Select(x => x.Id).Order());
        // random.Random(7).sample(validation, 64) begins with the problems 165, 77 and 202 of problems.json.
        Assert.Equal([165, 77, 202], order.Take(3).Select(x => new PuzzleWorld().Validation.ToList().FindIndex(y => y.Id == x.Id)));
    }
}
