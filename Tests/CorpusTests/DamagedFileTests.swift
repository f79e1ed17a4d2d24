import Analysis
import Clickstream
import Reference
import Reports
import RowReader
import TestSupport
import Testing

/// A damaged file between two good ones: with `--keep-going` the report is that of the good ones.
@Suite struct DamagedFileTests {
  private static let damaged = [
    "gzip_second_member_bad_crc.csv.gz", "gzip_isize_zero.csv.gz", "gzip_cut_in_crc.csv.gz",
    "gzip_trailing_garbage.csv.gz", "gzip_zeros_then_member.csv.gz", "csv_empty_file.csv",
  ]

  private var settings: AnalysisSettings {
    var settings = AnalysisSettings()
    settings.keepsGoing = true
    let names = ["view_item", "purchase"].map { Array($0.utf8) }
    settings.rowCondition = .field(.role(.event), .oneOf(names))
    return settings
  }

  private func report(_ names: [String], _ settings: AnalysisSettings) throws -> [UInt8] {
    let inputs = names.map { InputFile.path(Array((CorpusFile.folder + "/" + $0).utf8)) }
    var report = try Analysis(settings: settings).run(inputs).report
    report.input.files = []
    return JSONFormat().bytes(of: report)
  }

  @Test(arguments: damaged) func leavesNothingInTheReport(_ name: String) throws {
    let good = ["order_sorted.csv", "schema_unknown_events.csv"]
    let expected = try report(good, settings)
    for threads in [1, 2, 8] {
      var settings = settings
      settings.threads = threads
      #expect(try report([good[0], name, good[1]], settings) == expected)
    }
  }

  @Test(arguments: damaged) func endsARunThatDoesNotKeepGoing(_ name: String) {
    var settings = settings
    settings.keepsGoing = false
    #expect(throws: AnalysisError.self) {
      try report(["order_sorted.csv", name, "schema_unknown_events.csv"], settings)
    }
  }
}
