using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hicra.Benchmarks.Peers;
using Hicra.Testing;
using Hicra.Torch;
using Hicra.Training.Policies;

namespace Hicra.Benchmarks.Libtorch;

/// <summary><c>torch</c>: the torch engine's head over a large vocabulary, its steps and sampling beside a PyTorch program, and what 200 steps leave behind, which must be nothing.</summary>
internal static class TorchVerb
{
    public static Command Create()
    {
        Option<string?> part = Options.Text("--part", "name", "head, steps or leaks [all three]"), rounds = Options.Text("--rounds", "n", "measured rounds, of which medians are shown [3]"), threads = Options.Text("--threads", "n", "threads [2]");
        Option<string?> python = Options.Text("--python", "PROGRAM", "the Python that has PyTorch, for the steps; without it there is no peer"), model = Options.Base(), device = Options.Text("--device", "name", "cpu, or cuda:0, where the clock is measured instead of cores [cpu]");
        var command = new Command("torch", "Measures the torch engine: the head over 151,936 tokens, steps and sampling at 5 and 50 million parameters beside PyTorch, and leaks.") { part, rounds, threads, python, device, model };
        command.SetAction(parsed =>
        {
            using var interruption = new Interruption(parsed.InvocationConfiguration.Error.WriteLine);
            _ = TorchEngine.Devices();
            int measured = parsed.WholeNumber(rounds, 1) ?? 3, count = parsed.WholeNumber(threads, 1) ?? 2;
            TorchSharp.torch.set_num_threads(count);
            string? only = parsed.GetValue(part);
            if (only is not (null or "head" or "steps" or "leaks")) throw NameSuggestion.Unknown("part", only, ["head", "steps", "leaks"]);
            TextWriter output = parsed.InvocationConfiguration.Output;
            if (only is null or "head") Head(output, parsed.InvocationConfiguration.Error, parsed.GetValue(device) ?? "cpu", measured, interruption.Token);
            if (only is null or "steps") Steps(output, parsed.GetValue(python), parsed.GetValue(device) ?? "cpu", measured, count, interruption.Token);
            return only is not (null or "leaks") || Leaks(output, parsed.BaseOf(model).Folder, parsed.GetValue(device) ?? "cpu") ? Failure.Ok : Failure.CheckFailed;
        });
        return command;
    }

    private static void Head(TextWriter output, TextWriter progress, string device, int rounds, CancellationToken cancellation)
    {
        (IReadOnlyList<(string Way, IReadOnlyList<ProcessMeter> Rounds)> ways, double difference) = HeadBenchmark.Run(151_936, 2048, 512, device, rounds, progress, cancellation);
        (string seconds, Func<ProcessMeter, double> time) = device == "cpu" ? ("core seconds", (Func<ProcessMeter, double>)(x => x.CoreSeconds)) : ("seconds", x => x.Seconds);
        output.WriteLine(MarkdownTable.Render(["head, 151,936 x 2,048 x 512", seconds, "to autograd", "added peak, GiB"], ways.Select((x, i) => (IReadOnlyList<string>)
        [
            x.Way, Digits(Rounds.Median(x.Rounds.Select(time))),
            // Ratios round by round: what disturbs one way disturbs the next.
            Digits(Rounds.Median(x.Rounds.Zip(ways[0].Rounds, (one, autograd) => time(one) / time(autograd)))) + "x",
            Digits(x.Rounds.Max(r => r.AddedBytes) / (1 << 30)),
        ])));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Gradients of the head differ by at most {difference:0.0e+0} of the largest."));
    }

    private static void Steps(TextWriter output, string? python, string device, int rounds, int threads, CancellationToken cancellation)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach ((string name, ModelConfig config) in StepBenchmark.Models)
        {
            double autograd = StepBenchmark.Autograd(config, device, rounds);
            (double step, double sampled) = StepBenchmark.Engine(config, device, threads, rounds);
            rows.Add([name, "TorchSharp, autograd over all logits", Digits(autograd), "", ""]);
            if (python is not null)
            {
                string text = new PeerProgram(python, Path.Combine(AppContext.BaseDirectory, "Libtorch", "peer.py"), "PyTorch", "python3-torch libopenblas0-pthread").Run(threads, [device, .. Arguments(config, rounds)], cancellation);
                using JsonDocument peer = JsonDocument.Parse(text.Trim().Split('\n')[^1]);
                double peerStep = peer.RootElement.GetProperty("step").GetDouble(), peerSampled = peer.RootElement.GetProperty("sampled").GetDouble();
                rows[^1] = [name, "TorchSharp, autograd over all logits", Digits(autograd), Digits(peerStep / autograd) + "x", ""];
                rows.Add([name, $"PyTorch {peer.RootElement.GetProperty("version").GetString()}, the same in Python", Digits(peerStep), "1.00x", peerSampled.ToString("N0", CultureInfo.InvariantCulture)]);
                rows.Add([name, "this engine", Digits(step), Digits(peerStep / step) + "x", sampled.ToString("N0", CultureInfo.InvariantCulture)]);
            }
            else rows.Add([name, "this engine", Digits(step), Digits(autograd / step) + "x", sampled.ToString("N0", CultureInfo.InvariantCulture)]);
        }
        output.WriteLine(MarkdownTable.Render(["parameters", "program", device == "cpu" ? "core seconds a step" : "seconds a step", python is null ? "speed to autograd" : "speed to PyTorch", device == "cpu" ? "sampled tokens a core second" : "sampled tokens a second"], rows));
    }

    private static string[] Arguments(ModelConfig config, int rounds) =>
        [.. new[] { config.VocabularySize, config.HiddenSize, config.Layers, config.Heads, config.KeyValueHeads, config.HeadSize, config.IntermediateSize, rounds, StepBenchmark.Sequences, StepBenchmark.Length, StepBenchmark.SampledRows, StepBenchmark.NewTokens, StepBenchmark.PromptLength }.Select(x => x.ToString(CultureInfo.InvariantCulture))];

    private static bool Leaks(TextWriter output, string model, string device)
    {
        IReadOnlyList<(int Step, long Tensors, double Resident)> seen = StepBenchmark.Leaks(model, device, 200);
        output.WriteLine(MarkdownTable.Render(["after step", "live tensors", "resident, MB"], seen.Select(x => (IReadOnlyList<string>)[$"{x.Step}", $"{x.Tensors}", (x.Resident / 1e6).ToString("F0", CultureInfo.InvariantCulture)])));
        if (seen[^1].Tensors == seen[0].Tensors) return true;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Steps leave tensors behind: {seen[0].Tensors} live after step {seen[0].Step}, {seen[^1].Tensors} after step {seen[^1].Step}."));
        return false;
    }

    private static string Digits(double value) => value.ToString("F2", CultureInfo.InvariantCulture);
}
