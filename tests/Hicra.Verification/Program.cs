using Hicra.Verification;

return VerificationProgram.Run(args, Console.Out, Console.Error);
