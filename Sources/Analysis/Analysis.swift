import Abandonment
import Clickstream
import Funnels
import Machine
import Measures
package import Reports
package import RowReader

/// What a run came to.
package struct AnalysisResult: Sendable {
  package var report: Report
  /// Inputs that `keepsGoing` left out, by path.
  package var failures: [(input: InputFile, error: ReadError)]
  /// By path, then place; at most 1,000 a file.
  package var rejections: [(input: InputFile, columns: [[UInt8]], rejection: Rejection)]
  /// Sentences for standard error.
  package var warnings: [String]
  /// The units behind the count that was asked for.
  package var listed: ListedUnits?
}

/// Reads inputs and folds them into one report.
///
/// ```
/// inputs -> ReadPhase: a worker a file   -> EventArchive: common ids
///        -> FoldPhase: a worker a partition of users -> RunTally -> ReportBuilder -> Report
/// ```
/// Every count is an integer that adds up in any order, so neither threads nor the order of rows or files show.
package struct Analysis {
  private let settings: AnalysisSettings

  /// Distinct values of one breakdown that a report can use.
  static let segmentLimit = 100_000

  package init(settings: AnalysisSettings) {
    self.settings = settings
  }

  /// Runs over `inputs`, in the order in which the report is to list them.
  package func run(_ inputs: [InputFile]) throws(AnalysisError) -> AnalysisResult {
    let plan = readingPlan
    if plan.roles.contains(.time) { throw .timeInCondition }
    if settings.list?.count == .lost && settings.abandonment.unit == .journey { throw .noLostCarts }
    // Said before anything is read, where the funnels are known by then.
    if let list = settings.list, let funnels = settings.funnels {
      _ = try ListTarget(list, funnels)
    }
    var read = ReadPhase(inputs: inputs, plan: plan, settings: settings).run()
    if let failed = read.files.first(where: { $0.error?.reason == .sinkFailed }),
      let error = failed.error
    {
      throw .cannotSpill(folder: settings.memory.temporaryFolder, words: error.detail)
    }
    if !settings.keepsGoing, let failed = read.files.first(where: { $0.error != nil }),
      let error = failed.error
    {
      throw .input(failed.input, error)
    }
    try checkColumns(plan, read.columnMaps)
    let archive = try archive(of: read.takeCollected(), plan)
    if archive.hasTooManySymbols { throw .tooManyEventNames(limit: Event.symbolLimit) }
    let fold = try foldPhase(archive, plan, read)
    let tally: RunTally
    do throws(SpillError) { tally = try fold.run() } catch {
      throw .cannotSpill(folder: error.folder, words: error.words)
    }
    try checkSegments(tally, fold)
    let builder = ReportBuilder(
      settings: settings, archive: archive, read: read, fold: fold, tally: tally)
    let report = builder.report
    if let failure = fold.scratch?.failure {
      throw .cannotSpill(folder: failure.folder, words: failure.words)
    }
    return AnalysisResult(
      report: report,
      failures: read.files.compactMap { file in file.error.map { (file.input, $0) } },
      rejections: rejections(read), warnings: builder.warnings, listed: builder.listed)
  }

  private func archive(
    of collected: consuming [CollectedEvents], _ plan: ReadingPlan
  ) throws(AnalysisError) -> EventArchive {
    do throws(SpillError) {
      return try EventArchive(merging: collected, plan: plan) { stages in
        funnels(for: stages).map(\.conditions)
      }
    } catch {
      throw .cannotSpill(folder: error.folder, words: error.words)
    }
  }

  private var readingPlan: ReadingPlan {
    var plan = ReadingPlan()
    plan.columnOverrides = settings.columns
    plan.timeZone = settings.timeZone
    plan.eventRules = settings.eventRules
    plan.rowCondition = settings.rowCondition
    plan.ownReasons = settings.abandonment.ownReasons
    plan.funnelConditions = (settings.funnels ?? []).map(\.conditions)
    plan.heldFields = (settings.funnels ?? []).flatMap(\.hold)
    plan.breakdownFields =
      settings.defaultBreakdowns + (settings.funnels ?? []).flatMap(\.breakdowns)
    plan.dropsDuplicates = settings.dropsDuplicates
    plan.keptRejections = settings.listsRejections ? FileYield.keptRejections : 0
    return plan
  }

  /// A property that is in truth the column of such a role: `--by user_id`.
  private func namesPerson(_ field: Field, _ maps: [ColumnMap]) -> Bool {
    guard case .property(let name) = field else { return false }
    return maps.contains { map in
      let column = map.column(property: name)
      return [Role.time, .user, .session, .customer, .sequence].contains { role in
        column != nil && map.columns[role] == column
      }
    }
  }

  private func funnels(for stages: [Stage]) -> [FunnelPlan] {
    var funnels = settings.funnels ?? []
    if settings.funnels == nil, var funnel = FunnelPlan.stages(stages) {
      funnel.breakdowns = settings.defaultBreakdowns
      funnels = [funnel]
    }
    for index in funnels.indices where funnels[index].trend == nil {
      funnels[index].trend = settings.trend
    }
    return funnels
  }

  private func checkColumns(_ plan: ReadingPlan, _ maps: [ColumnMap]) throws(AnalysisError) {
    if settings.sessions.source == .column, !maps.contains(where: { $0.columns[.session] != nil }) {
      throw .noSessionColumn
    }
    guard !maps.isEmpty else { return }
    for (role, header) in settings.columns where !maps.contains(where: { $0.columns[role] != nil })
    {
      throw .unknownColumn(header, seen: maps[0].names)
    }
    for property in plan.properties
    where !maps.contains(where: { $0.column(property: property) != nil }) {
      throw .unknownColumn(property, seen: maps[0].names)
    }
  }

  private func foldPhase(
    _ archive: EventArchive, _ plan: ReadingPlan, _ read: ReadResult
  ) throws(AnalysisError) -> FoldPhase {
    let funnels = funnels(for: archive.occurringStages)
    var breakdowns: [[Breakdown]] = []
    var held: [[Breakdown]] = []
    for funnel in funnels {
      breakdowns.append(try columns(of: funnel.breakdowns, plan, read))
      held.append(try columns(of: funnel.hold, plan, read))
    }
    var abandonment = settings.abandonment
    let isItemPrice = read.columnMaps.contains { $0.valueIsItemPrice }
    abandonment.valueMeaning = settings.valueMeaning ?? (isItemPrice ? .item : .order)
    var sessions = settings.sessions
    if sessions.source == .auto {
      sessions.source = read.columnMaps.contains { $0.columns[.session] != nil } ? .column : .gap
    }
    let newest = read.kept.compactMap { $0.yield.lastMilliseconds }.max()
    var target: ListTarget?
    if let request = settings.list { target = try ListTarget(request, funnels) }
    return FoldPhase(
      archive: archive, funnels: funnels, breakdowns: breakdowns, held: held,
      abandonment: abandonment,
      sessions: sessions, endOfDataMilliseconds: settings.endOfDataMilliseconds ?? newest ?? 0,
      hasPageColumn: read.columnMaps.contains { $0.columns[.page] != nil },
      periodMilliseconds: settings.periodMilliseconds, threads: settings.threads,
      memory: settings.memory, list: target,
      scratch: archive.hasSpilled
        ? SampleScratch(folder: settings.memory.temporaryFolder) : nil)
  }

  /// Where the values of some fields are found; none of them may name persons.
  private func columns(
    of fields: [Field], _ plan: ReadingPlan, _ read: ReadResult
  ) throws(AnalysisError) -> [Breakdown] {
    var columns: [Breakdown] = []
    for field in fields {
      guard !namesPerson(field, read.columnMaps),
        let column = Breakdown(field, properties: plan.properties)
      else {
        throw .noBreakdown(field.name)
      }
      columns.append(column)
    }
    return columns
  }

  private func checkSegments(_ tally: RunTally, _ fold: FoldPhase) throws(AnalysisError) {
    for (funnel, folder) in zip(fold.funnels, tally.funnels.all) {
      for (field, segments) in zip(funnel.breakdowns, folder.tally.segments)
      where segments.count > Analysis.segmentLimit {
        throw .tooManySegments(field.name, limit: Analysis.segmentLimit)
      }
    }
  }

  private func rejections(
    _ read: ReadResult
  ) -> [(input: InputFile, columns: [[UInt8]], rejection: Rejection)] {
    read.kept.flatMap { file in
      file.yield.rejections.sorted { $0.byteOffset < $1.byteOffset }.map { rejection in
        (file.input, file.yield.columns?.names ?? [], rejection)
      }
    }
  }
}
