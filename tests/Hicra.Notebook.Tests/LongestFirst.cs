using Hicra.Notebook.Tests.Browser;
using Hicra.Notebook.Tests.Cli;
using Hicra.Notebook.Tests.Kernel;
using Hicra.Notebook.Tests.Packaging;
using Hicra.Notebook.Tests.Running;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Hicra.Notebook.Tests.LongestFirst))]

namespace Hicra.Notebook.Tests;

/// <summary>Classes that take minutes begin first: one that begins last goes on alone, with the other cores idle.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = [.. ((Type[])
        [typeof(LabTests), typeof(NotebookInBrowserTests), typeof(MachineTests), typeof(EveryPageTests), typeof(CommittedNotebookTests), typeof(JupyterProgramTests), typeof(ExportedPageTests), typeof(WorkerTests), typeof(PackageTests)]).Select(t => t.FullName!)];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(Place)];

    // A class without a collection of its own has one that says its name.
    private static int Place<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection => Array.FindIndex(Long, name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)) is var at and >= 0 ? at : Long.Length;
}
