import Testing

@testable import Configuration

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("", "ab", 2), ("kitten", "sitting", 3), ("windw", "window", 1),
    ("untis", "units", 2), ("same", "same", 0),
  ])
  func editsAreCounted(first: String, second: String, edits: Int) {
    #expect(NearestName.editDistance(bytes(first), bytes(second)) == edits)
  }

  @Test(
    arguments: [
      ("windw", "window"), ("recovery_windows", "recovery_window"), ("recoverywin", nil),
      ("attributions", "attribution"), ("b", "by"), ("xy", "by"), ("zz", nil), ("order_by", nil),
    ] as [(String, String?)])
  func nearNamesAreFound(name: String, nearest: String?) {
    let known = ["window", "recovery_window", "attribution", "by"]
    #expect(NearestName.nearest(to: name, among: known) == nearest)
  }
}
