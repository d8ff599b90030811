Console.WriteLine("hicra");
