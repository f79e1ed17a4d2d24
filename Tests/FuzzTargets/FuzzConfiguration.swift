import Analysis
import Configuration

/// A configuration is read, or refused in words that name a place.
func fuzzConfiguration(_ bytes: [UInt8]) {
  var settings = AnalysisSettings()
  do throws(ConfigurationError) {
    try ConfigurationFile.load(bytes, file: "fuzz.yaml", into: &settings)
  } catch {
    check(error.description.hasPrefix("fuga: fuzz.yaml"), error.description)
  }
}
