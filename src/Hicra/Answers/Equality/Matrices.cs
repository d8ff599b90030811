using Hicra.Answers.Values;

namespace Hicra.Answers.Equality;

/// <summary>Sums and products of matrices, worked out to one.</summary>
internal static class Matrices
{
    private const int MaxCells = 144;

    /// <summary>The matrix that a calculation with matrices makes; any other node as it is.</summary>
    public static Node Computed(Node node)
    {
        switch (node)
        {
            case SumNode sum when sum.Terms.Any(term => Computed(term) is MatrixNode):
                {
                    Node total = Computed(sum.Terms[0]);
                    foreach (Node term in sum.Terms.Skip(1))
                    {
                        if (total is not MatrixNode a || Computed(term) is not MatrixNode b || a.Rows.Count != b.Rows.Count || a.Rows[0].Count != b.Rows[0].Count) return node;
                        total = new MatrixNode([.. a.Rows.Select((row, i) => (IReadOnlyList<Node>)[.. row.Select((cell, j) => Node.Sum(cell, b.Rows[i][j]))])]);
                    }
                    return total;
                }
            case ProductNode product when product.Factors.Any(factor => factor is MatrixNode or SumNode && Computed(factor) is MatrixNode):
                {
                    Node total = Computed(product.Factors[0]);
                    foreach (Node factor in product.Factors.Skip(1))
                    {
                        if (Times(total, Computed(factor)) is not { } next) return node;
                        total = next;
                    }
                    return total;
                }
            default: return node;
        }
    }

    private static Node? Times(Node left, Node right) => (left, right) switch
    {
        (MatrixNode a, MatrixNode b) => a.Rows[0].Count != b.Rows.Count || a.Rows.Count * b.Rows[0].Count > MaxCells || b.Rows.Count > 24 ? null
            : new MatrixNode([.. a.Rows.Select(row => (IReadOnlyList<Node>)[.. Enumerable.Range(0, b.Rows[0].Count).Select(j => (Node)new SumNode([.. row.Select((cell, k) => Node.Product(cell, b.Rows[k][j]))]))])]),
        (MatrixNode a, _) => Scaled(a, right),
        (_, MatrixNode b) => Scaled(b, left),
        _ => Node.Product(left, right),
    };

    private static MatrixNode Scaled(MatrixNode matrix, Node by) => new([.. matrix.Rows.Select(row => (IReadOnlyList<Node>)[.. row.Select(cell => Node.Product(by, cell))])]);
}
