namespace Hicra.Training.Worlds.Puzzle;

/// <summary>
/// All problems of the puzzle world. A triple of numbers in 2..7 makes a problem of every target in 0..99 that one or two
/// strategies reach; 80 % of the triples are for training, the others for validation, so no triple is in both.
/// </summary>
public static class PuzzleProblems
{
    private const int MostStrategiesPerTarget = 2;
    private const int TrainingTriples = 172; // 80 % of 216

    // The order of the triples is part of the task, because it decides the split. The reference program takes it from
    // Python's random.Random(0).shuffle; it is frozen here, which is shorter and plainer than that generator.
    private const string Triples =
        """
        554 356 374 674 455 456 766 523 446 626 247 745 756 762 737 264 463 336 776 343 543 567 565 274 334 545 267
        536 736 747 457 326 256 533 667 724 632 535 232 325 467 522 345 333 367 243 655 753 524 725 376 223 633 735
        357 557 564 475 723 377 634 665 324 562 663 657 235 227 426 733 242 233 352 454 255 553 266 466 276 224 662
        746 332 676 465 645 244 637 327 534 335 677 436 767 365 355 474 624 347 425 537 622 272 664 752 373 742 344
        445 375 476 447 774 775 647 253 526 643 462 444 237 234 362 275 726 432 226 755 652 337 576 635 625 777 757
        666 423 727 572 654 273 424 672 764 265 547 772 435 254 656 532 573 322 363 354 623 342 246 437 364 443 552
        675 222 646 472 257 225 574 245 773 563 527 763 575 346 653 642 434 525 452 734 577 542 442 673 252 732 263
        433 323 636 722 566 366 644 262 743 765 422 277 555 353 627 453 544 427 754 473 546 556 372 236 477 744 464
        """;

    // Which validation problems come first where fewer than all are wanted: the 64 of the reference program (from Python's
    // random.Random(7).sample). Problems differ so much that two selections of 64 would differ more than two methods.
    private static readonly int[] ValidatedFirst =
    [
        165, 77, 202, 24, 37, 48, 187, 29, 259, 109, 19, 44, 222, 214, 35, 123, 46, 217, 30, 211, 144, 31, 242, 57, 161, 160, 149, 251, 15, 147, 247, 101,
        12, 56, 11, 142, 219, 34, 74, 107, 36, 138, 255, 146, 78, 143, 208, 174, 257, 26, 148, 230, 163, 268, 95, 270, 140, 182, 16, 253, 245, 158, 52, 127,
    ];

    private static readonly string[] Ordered = Triples.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The 1,123 problems to train on.</summary>
    public static IReadOnlyList<PuzzleProblem> Training { get; } = [.. Ordered.Take(TrainingTriples).SelectMany(ProblemsOf)];

    /// <summary>The 274 problems kept for evaluation.</summary>
    public static IReadOnlyList<PuzzleProblem> Validation { get; } = [.. Ordered.Skip(TrainingTriples).SelectMany(ProblemsOf)];

    /// <summary>The validation problems in the order in which a validation on fewer than all takes them.</summary>
    public static IReadOnlyList<PuzzleProblem> ValidationOrder { get; } =
        [.. ValidatedFirst.Concat(Enumerable.Range(0, Validation.Count).Except(ValidatedFirst)).Select(i => Validation[i])];

    private static IEnumerable<PuzzleProblem> ProblemsOf(string triple)
    {
        int a = triple[0] - '0', b = triple[1] - '0', c = triple[2] - '0';
        return PuzzleStrategy.All
            .Select(strategy => strategy.Evaluate(a, b, c))
            .Where(value => value is >= 0 and < PuzzleVocabulary.NumberCount)
            .GroupBy(value => value)
            .Where(reached => reached.Count() <= MostStrategiesPerTarget)
            .OrderBy(reached => reached.Key)
            .Select(reached => new PuzzleProblem(a, b, c, reached.Key));
    }
}
