using System.Globalization;
using Hillock.Sample.Aot;

Console.WriteLine(CatalogueHash.Compute().ToString("X16", CultureInfo.InvariantCulture));
