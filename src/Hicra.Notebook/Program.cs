using Hicra.Notebook.Bench;
using Hicra.Notebook.Verification;
using Hicra.Training.Policies.Managed;
using Hicra.Training.Worlds;
if (args[0]=="bench") Console.WriteLine(EngineBenchmark.Run(ManagedPolicy.LoadPretrained(args[1], int.Parse(args[2])), new PuzzleWorld(), int.Parse(args[3])).ToJson());
else { var r = EngineVerification.Verify(args[0]); foreach (var x in r.Rows) Console.WriteLine($"{x.Name} {x.LargestError:E2} {x.Tolerance} {x.Where} {x.Values}"); Console.WriteLine(r.Passed); }
