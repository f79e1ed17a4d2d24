import Foundation

/// The target that FUGA_FUZZ names, looked up once.
let chosenTarget: FuzzTarget = {
  let name = ProcessInfo.processInfo.environment["FUGA_FUZZ"] ?? ""
  guard let target = FuzzTarget(rawValue: name) else {
    print("FUGA_FUZZ: rows, values, configuration or pipeline")
    exit(64)
  }
  return target
}()
