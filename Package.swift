// swift-tools-version: 6.2
import PackageDescription

/// What a target is for; decides its settings and who may depend on it.
enum Kind {
  /// Does the work: free of Foundation, so that the benchmark and library users stay small.
  case engine
  /// Speaks to people and the file system: Foundation, Yams and swift-argument-parser are allowed.
  case outer
}

let swiftSettings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func module(
  _ name: String, _ kind: Kind, _ dependencies: [Target.Dependency] = []
) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

let package = Package(
  name: "fuga",
  products: [
    .executable(name: "fuga", targets: ["fuga"]),
    .library(name: "RowReader", targets: ["RowReader"]),
    // Linked with libFuzzer by scripts/fuzz
    .library(name: "FuzzTargets", type: .static, targets: ["FuzzTargets"]),
  ],
  traits: [
    .trait(name: "ISAL", description: "Inflate with ISA-L (libisal) instead of zlib: much faster.")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Threads, temporary files
    module("Machine", .engine),
    // Bytes -> rows
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CByteScan"),
    .target(name: "CPrefetch"),
    .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
    module(
      "RowReader", .engine,
      [
        "CZlib", "CByteScan", "Machine",
        .target(name: "CISAL", condition: .when(traits: ["ISAL"])),
      ]),
    // Rows -> events -> partitions by user -> sessions -> journeys
    module("Clickstream", .engine, ["RowReader", "Machine", "CPrefetch"]),
    // Units -> counts
    module("Measures", .engine, ["Machine"]),
    module("Funnels", .engine, ["Clickstream", "Measures"]),
    module("Abandonment", .engine, ["Clickstream", "Measures"]),
    // Files in, one report out: workers, partitions, merging
    module(
      "Analysis", .engine,
      ["Clickstream", "Funnels", "Abandonment", "Measures", "Reports", "RowReader", "Machine"]),
    module("Reports", .engine),
    module("ShopSimulator", .engine, ["CZlib"]),
    // The outer layers
    module(
      "Configuration", .outer,
      [
        "Analysis", "Clickstream", "Funnels", "Abandonment",
        .product(name: "Yams", package: "Yams"),
      ]),
    .executableTarget(
      name: "fuga",
      dependencies: [
        "Analysis", "Clickstream", "Configuration", "Reports", "RowReader", "ShopSimulator",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings),
    // Times the stages one by one (scripts/bench-stages)
    .target(name: "CAllocationCount"),
    .executableTarget(
      name: "stage-benchmark",
      dependencies: [
        "Analysis", "Abandonment", "Clickstream", "Funnels", "RowReader", "CAllocationCount",
      ],
      path: "Sources/StageBenchmark", swiftSettings: swiftSettings),
    // Tests
    .target(
      name: "Reference", path: "Tests/Reference", exclude: ["ConformanceCases.jsonl"],
      swiftSettings: swiftSettings),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: swiftSettings),
    .target(
      name: "FuzzTargets",
      dependencies: [
        "Analysis", "Clickstream", "Configuration", "Reports", "RowReader", "Reference",
      ],
      path: "Tests/FuzzTargets", swiftSettings: swiftSettings),
    // Evidence against the truth of simulated shops (scripts/check-evidence)
    .target(
      name: "EvidenceTruth",
      dependencies: [
        "Analysis", "Clickstream", "Reports", "ShopSimulator", "Reference", "TestSupport",
      ],
      path: "Tests/EvidenceTruth", swiftSettings: swiftSettings),
    .executableTarget(
      name: "evidence-truth", dependencies: ["EvidenceTruth"], path: "Tests/EvidenceTruthRun",
      swiftSettings: swiftSettings),
    tests("EvidenceTruthTests", ["EvidenceTruth"]),
    tests("ShopSimulatorTests", ["ShopSimulator", "CZlib"]),
    tests("RowReaderTests", ["RowReader", "CByteScan", "CZlib", "Reference", "TestSupport"]),
    tests("ClickstreamTests", ["Clickstream", "RowReader", "Reference"]),
    tests(
      "CorpusTests",
      ["Analysis", "Clickstream", "RowReader", "Reports", "Reference", "TestSupport"]),
    tests("ReportsTests", ["Reports"]),
    tests("ReferenceTests", ["Reference"]),
    tests(
      "ConfigurationTests", ["Configuration", "Analysis", "Clickstream", "Funnels", "Abandonment"]),
    tests(
      "EngineTests",
      [
        "Analysis", "Clickstream", "Funnels", "Abandonment", "Reports", "RowReader", "Reference",
        "TestSupport",
      ]),
    tests("CommandTests", ["fuga", "Reference", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)
