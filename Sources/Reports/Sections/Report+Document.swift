extension Report {
  /// The report for people: the content of Markdown and of the terminal, written once.
  var document: Document {
    var document = Document()
    document.heading("Where the funnel leaks", level: 1)
    document.add(verdictOf: self)
    document.list(notes.map { "Note: \(prose: $0)" })
    document.add(fixFirst: abandonment)
    document.add(funnels, abandonment)
    document.add(abandonment)
    document.add(kpis)
    document.add(sessions)
    document.add(journeys)
    document.add(days)
    document.add(input)
    document.add(rules)
    return document
  }
}

extension Document {
  fileprivate mutating func add(_ rules: [RuleLine]) {
    guard !rules.isEmpty else { return }
    heading("Rules in force")
    // A list and no table: a rule is a sentence, and must not be cut.
    list(rules.map { "\(prose: $0.name): \(prose: $0.value)" })
  }
}
