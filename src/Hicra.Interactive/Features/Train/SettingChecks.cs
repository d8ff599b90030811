using Hicra.Interactive.Commands;
using Hicra.Strategy;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Runs;
using Hicra.Training.Worlds;

namespace Hicra.Interactive.Features.Train;

/// <summary>What the settings of planned runs contradict, and what of them has no effect: refused or said before anything is trained.</summary>
internal static class SettingChecks
{
    /// <summary>Refuses contradictions of runs that are not begun, and says what no run looks at.</summary>
    /// <param name="runs">One for each cell of a sweep.</param>
    /// <param name="isGiven">Whether the line gives a setting.</param>
    /// <param name="call">The line.</param>
    /// <exception cref="HicraException">Settings contradict each other.</exception>
    public static void Check(IReadOnlyList<SweepRun> runs, Func<string, bool> isGiven, CommandCall call)
    {
        var notes = new List<SettingNote[]>();
        // All cells of a sweep have one world; opening one may read a file of problems and a tokenizer.
        IWorld world = call.WorldOf(runs[0].Config);
        foreach (SweepRun run in runs)
        {
            TrainingOptions training = run.Config.Training;
            StrategicGramLibrary? library = run.Library();
            if (ExistingRun.Find(run.Directory) is null)
            {
                Contradictions.Refuse(training, world, library);
                RefuseBlind(run.Config.Base, world);
            }
            notes.Add([.. SettingNotes.Of(training, isGiven, run.Config.FirstStep), .. SettingNotes.OfWorld(training, world, library)]);
        }
        // In a sweep a setting is for those cells that look at it: what one of them uses was not given in vain. What a method comes to is said of each.
        IEnumerable<SettingNote> ofAll = notes[0].Where(note => notes.TrueForAll(others => others.Any(other => other.Setting == note.Setting)));
        foreach (SettingNote note in notes.SelectMany(n => n).Where(n => n.Setting == "method" || n.IsWarning).Concat(ofAll).DistinctBy(n => n.Text))
        {
            if (note.IsWarning) call.Host.Errors.WriteLine("warning: " + note.Text);
            else call.Note(note.Text);
        }
    }

    private static void RefuseBlind(BaseModel model, IWorld world)
    {
        if (world.Training.Count == 0 || !world.Prompt(world.Training[0]).Any(PatchToken.IsPatch)) return;
        if (ModelConfig.Read(Path.Combine(model.Folder, "config.json")).PatchPixels == 0)
            throw new HicraException($"--base {model.Directory}: its prompts are pictures in the {world.Name} world, and this model has no patch embedding; leave --base out for the one that is shipped, or make one: hicra pretrain --world {world.Name} --out DIR");
    }
}
