using System.CommandLine;
using System.CommandLine.Help;
using Hicra.Verification.Answers;
using Hicra.Verification.Dynamics;
using Hicra.Verification.Engine;
using Hicra.Verification.Masks;
using Hicra.Verification.Miner;
using Hicra.Verification.Model;
using Hicra.Verification.Objective;
using Hicra.Verification.Phases;
using Hicra.Verification.Reports;
using Hicra.Verification.World;

namespace Hicra.Verification;

/// <summary>The program that compares the kit with reference values.</summary>
internal static class VerificationProgram
{
    /// <summary>Runs a command line.</summary>
    /// <returns>0, 1 where a tolerance is exceeded, 2 for an error in one line on the error stream, 130 after Ctrl-C.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error) => CommandProgram.Run(Commands(), args, output, error);

    // One line a comparison.
    private static Command Commands() => new("Hicra.Verification", "Compares objective, engine, models, world, the dynamics and phases of runs, the miner, planning masks or answers with what is known.")
    {
        FileVerb.Create("objective", "Advantages, losses and gradients against a file like tests/golden/policy-loss-reference.json.", ObjectiveVerification.Verify),
        EngineVerb.Create(),
        ModelVerb.Create(),
        FileVerb.Create("world", "Verdicts, executed forms and gram spans against a file like tests/golden/engine/batch.json.", WorldVerification.Verify),
        DynamicsVerb.Create(),
        PhasesVerb.Create(),
        MinerVerb.Create(),
        MasksVerb.Create(),
        AnswersVerb.Create(),
        new HelpOption(),
    };
}
