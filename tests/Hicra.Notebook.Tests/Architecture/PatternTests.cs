using Hicra.Testing;

namespace Hicra.Notebook.Tests.Architecture;

/// <summary>The sources of the tests: what hangs, times or cannot be repeated is found before it does so.</summary>
public sealed class PatternTests
{
    private static readonly string Tests = Path.Combine(Repository.Root, "tests");

    [Fact]
    public void Tests_wait_with_a_bound_assert_no_time_and_can_be_repeated()
    {
        string[] files = [.. Directory.EnumerateDirectories(Tests).Where(d => d.EndsWith(".Tests", StringComparison.Ordinal) || Path.GetFileName(d) == "Shared")
            .SelectMany(d => Directory.EnumerateFiles(d, "*.cs", SearchOption.AllDirectories))
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin") && Path.GetFileName(f) is not ("Bounded.cs" or "Sampled.cs"))];
        Assert.True(files.Length > 100, $"{files.Length} files");
        Assert.Equal([], files.SelectMany(f => TestPatterns.In(Path.GetRelativePath(Tests, f), File.ReadAllText(f))));
    }

    [Theory]
    [InlineData("process.WaitForExit();", true)]
    [InlineData("process.WaitForExit(1000);", false)]
    [InlineData("task.Wait();", true)]
    [InlineData("string error = process.StandardError.ReadToEnd();", true)]
    [InlineData("Task<string> errors = process.StandardError.ReadToEndAsync();", true)]
    [InlineData("Task<string> errors = process.StandardError.ReadToEndAsync().WaitAsync(Bounded.Limit);", false)]
    [InlineData("string text = string.Join(',', parts);", false)]
    [InlineData("thread.Join();", true)]
    [InlineData("string cell = \"thread.Join();\";", false)]
    [InlineData("while (!File.Exists(f)) Thread.Sleep(5);", true)]
    [InlineData("do await Task.Delay(5); while (!holds());", true)]
    [InlineData("while (!File.Exists(f)) await Task.Delay(5, bound.Token);", false)]
    [InlineData("await session.ExecuteAsync(code, output, default);", true)]
    [InlineData("await session.ExecuteAsync(code, output, default).WaitAsync(Bounded.Limit);", false)]
    [InlineData("Assert.True(clock.Elapsed < limit);", true)]
    [InlineData("Directory.SetCurrentDirectory(d);", true)]
    [InlineData("Environment.CurrentDirectory = d;", true)]
    [InlineData("string d = Environment.CurrentDirectory;", false)]
    [InlineData("property.QuickCheckThrowOnFailure();", true)]
    [InlineData("property.Check(Config.QuickThrowOnFailure.WithMaxTest(9));", true)]
    [InlineData("property.Check(Sampled.Inputs(9));", false)]
    public void What_is_looked_for_is_found(string line, bool expected) => Assert.Equal(expected, TestPatterns.In("f", $"class C {{ async Task M() {{ {line} }} }}").Any());
}
