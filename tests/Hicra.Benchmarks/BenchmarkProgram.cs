using System.CommandLine;
using System.CommandLine.Help;
using Hicra.Benchmarks.Answers;
using Hicra.Benchmarks.Engine;
using Hicra.Benchmarks.Frames;
using Hicra.Benchmarks.Kernel;
using Hicra.Benchmarks.Libtorch;
using Hicra.Benchmarks.Logs;
using Hicra.Benchmarks.Matcher;
using Hicra.Benchmarks.Miner;

namespace Hicra.Benchmarks;

/// <summary>The program that measures the kit.</summary>
internal static class BenchmarkProgram
{
    /// <summary>Runs a command line; without a verb it measures the engine.</summary>
    /// <returns>0, 2 for an error in one line on the error stream, 130 after Ctrl-C.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error) => CommandProgram.Run(Commands(), args, output, error);

    private static Command Commands()
    {
        Command root = new("Hicra.Benchmarks", "Measures the engine, the matcher, the miner, answers, the kernel, the analysis of logs, data frames or the torch engine; without a verb, the engine.") { EngineVerb.Create(), LengthVerb.Create(), MatcherVerb.Create(), MinerVerb.Create(), AnswersVerb.Create(), KernelVerb.Create(), LogVerb.Create(), FrameVerb.Create(), TorchVerb.Create() };
        EngineVerb.Fill(root);
        root.Options.Add(new HelpOption());
        return root;
    }
}
