namespace Hicra.Training.Policies.Managed;

/// <summary>What a token adds to the stream: a row of the embedding, or of a patch the sum of the rows of its lit pixels.</summary>
internal static unsafe class TokenEmbedding
{
    /// <summary>The token, if the model can be given it.</summary>
    /// <exception cref="HicraException">It is none of the vocabulary, and no patch that the model could see.</exception>
    public static int Given(ModelConfig config, int token)
    {
        if (!PatchToken.IsPatch(token)) return Said(config, token);
        return config.PatchPixels > 0 ? token : throw new HicraException("the prompt has a picture, and the model has no patch embedding; use a base model of the vision world");
    }

    /// <summary>The token, if the model can say it.</summary>
    /// <exception cref="HicraException">It is none of the vocabulary.</exception>
    public static int Said(ModelConfig config, int token) => (uint)token < (uint)config.VocabularySize ? token
        : throw new HicraException(PatchToken.IsPatch(token) ? "a response has a picture; models say words alone" : $"token id {token} is outside the model's vocabulary of {config.VocabularySize}; the data and the base model do not belong together");

    /// <summary>target[dim] = the embedding of a token that was checked.</summary>
    public static void Forward(Weights weights, int token, float* target)
    {
        int dim = weights.Layout.Dim;
        if (token >= 0)
        {
            Elementwise.Copy(dim, weights.Embedding + (nint)token * dim, target);
            return;
        }
        Elementwise.Clear(dim, target);
        for (int i = 0; i < PatchToken.Pixels; i++)
            if (PatchToken.IsLit(token, i)) Elementwise.Add(dim, weights.PatchEmbedding + (nint)i * dim, target);
    }

    /// <summary>Adds the gradient of a token's embedding to that of the weights.</summary>
    public static void Backward(ParameterLayout layout, int token, float* gradient, float* weightGradients)
    {
        int dim = layout.Dim;
        if (token >= 0)
        {
            Elementwise.Add(dim, gradient, weightGradients + layout.Embedding + (nint)token * dim);
            return;
        }
        for (int i = 0; i < PatchToken.Pixels; i++)
            if (PatchToken.IsLit(token, i)) Elementwise.Add(dim, gradient, weightGradients + layout.PatchEmbedding + (nint)i * dim);
    }
}
