using System.CommandLine;
using System.Globalization;
using Hicra.Benchmarks.Peers;

namespace Hicra.Benchmarks.Kernel;

/// <summary><c>kernel</c>: start, cells and interrupts of installed kernels beside ipykernel, as a Jupyter client sees them.</summary>
internal static class KernelVerb
{
    /// <summary>The client; it is written in Python because Jupyter's own client is.</summary>
    private static string Script => Path.Combine(AppContext.BaseDirectory, "Kernel", "kernel.py");

    public static Command Create()
    {
        var kernels = new Argument<string[]>("LABEL=PREFIX") { Arity = ArgumentArity.OneOrMore, Description = "kernels to measure: what to call one, and what was given to hicra kernel install --prefix" };
        Option<string?> rounds = Options.Text("--rounds", "n", "rounds, of which medians are shown [5]"), python = Options.Text("--python", "PROGRAM", "the Python that has jupyter_client and ipykernel [python3]");
        var command = new Command("kernel", "Measures starts, cells and interrupts of the kernel, beside ipykernel.") { kernels, rounds, python };
        command.SetAction(parsed =>
        {
            string[] named = parsed.GetRequiredValue(kernels);
            foreach (string kernel in named) Check(kernel);
            string count = (parsed.WholeNumber(rounds, 1) ?? 5).ToString(CultureInfo.InvariantCulture);
            using var interruption = new Interruption(parsed.InvocationConfiguration.Error.WriteLine);
            var client = new PeerProgram(parsed.GetValue(python) ?? "python3", Script, "jupyter_client and ipykernel", "python3-jupyter-client python3-ipykernel");
            parsed.InvocationConfiguration.Output.Write(client.Run(null, [count, .. named], interruption.Token));
            return Failure.Ok;
        });
        return command;
    }

    private static void Check(string kernel)
    {
        int at = kernel.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0 || at == kernel.Length - 1) throw new HicraException($"'{kernel}' names no kernel; give a label and the prefix that it was installed to, for example built=/tmp/built");
        string prefix = kernel[(at + 1)..];
        if (!File.Exists(Path.Combine(prefix, "share", "jupyter", "kernels", "hicra", "kernel.json"))) throw new HicraException($"{prefix}: no kernel is installed there; install it with hicra kernel install --prefix {prefix}");
    }
}
