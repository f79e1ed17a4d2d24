"""Times fuga, plain decompression and the peers in turn, checks that all count alike, and prints tables of ratios.

Started by scripts/bench, which makes the data. Standard library only.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"
MEGABYTE = 1_000_000

# What is timed. fuga is always timed on its whole report, the peers on the funnel alone.
FUGA = "fuga, 2 threads"
FUGA_ONE = "fuga, 1 thread"
LIMITED = "fuga, 2 threads, `--memory 64M`"
GZIP = "`gzip -dc`: only inflates"
IGZIP = "`igzip -dc`: only inflates"
DUCKDB = "DuckDB, 2 threads"
CHDB = "chDB, 2 threads"
POLARS = "Polars, 2 threads"
LOADING = "DuckDB: only loads all columns into a table"
LOADED = "DuckDB, that table, already loaded"
NAMES = "DuckDB, that table: only counts events by name"
ROWS = [FUGA, FUGA_ONE, LIMITED, GZIP, IGZIP, DUCKDB, CHDB, POLARS, LOADING, LOADED, NAMES]

# Timed for a target, but not rows: a tenth of the users, a plain file of one day, the first MB of it.
TENTH, PLAIN, SMALL = "fuga, a tenth of the users", "fuga, one plain file", "fuga, 1 MB"


@dataclass(frozen=True)
class Command:
    """A command line to time. What it prints is a report of fuga, an answer of a peer, or nothing that matters."""

    words: list[str]
    prints: str = "nothing"


@dataclass(frozen=True)
class Run:
    seconds: float
    cpu_seconds: float
    memory: int
    output: bytes


def all_commands(fuga, python, work):
    """The commands to time, in the order in which they take turns."""
    shop, database = work / "shop", work / "events.duckdb"
    files = sorted(shop.glob("*.csv.gz"))

    def report(place, threads, *more):
        question = ["-c", HERE / "question.yaml", "--format", "json", "--quiet"]
        return Command([fuga, "report", work / place, *question, "--threads", str(threads), *more], "report")

    def peer(script, *arguments):
        return Command([python, HERE / script, *arguments], "answer")

    return {
        FUGA: report("shop", 2),
        FUGA_ONE: report("shop", 1),
        LIMITED: report("shop", 2, "--memory", "64M"),
        GZIP: Command(["gzip", "-dc", *files]),
        IGZIP: Command(["igzip", "-dc", *files]),
        DUCKDB: peer("duckdb_funnel.py", shop),
        CHDB: peer("chdb_funnel.py", shop),
        POLARS: peer("polars_funnel.py", shop),
        LOADING: peer("duckdb_loaded.py", "load", shop, database),
        LOADED: peer("duckdb_loaded.py", "funnel", database),
        NAMES: peer("duckdb_loaded.py", "names", database),
        TENTH: report("tenth", 2),
        PLAIN: report("day.csv", 1),
        SMALL: report("small.csv", 2),
    }


# Measuring


def run(command):
    """Runs a command to its end. A peer says itself how long its answer took, so that Python's start is left out."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            command.words, stdout=subprocess.DEVNULL if command.prints == "nothing" else output, stderr=errors
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        printed, complaint = output.read(), errors.read().decode(errors="replace")
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command.words, stderr=complaint)
    cpu_seconds = usage.ru_utime + usage.ru_stime
    if command.prints == "answer":
        answer = json.loads(printed)
        seconds, cpu_seconds = answer["seconds"], answer["cpu_seconds"]
    return Run(seconds, cpu_seconds, usage.ru_maxrss * 1024, printed)


def split_runnable(commands):
    """Runs each command once, which also warms the page cache. Returns those that work, and why the others do not."""
    runnable, left_out = {}, {}
    for name, command in commands.items():
        try:
            run(command)
            runnable[name] = command
        except FileNotFoundError:
            left_out[name] = "not installed"
        except subprocess.CalledProcessError as error:
            complaint = next((line for line in error.stderr.splitlines() if "Error" in line), "no word why")
            left_out[name] = f"exit code {error.returncode}: {complaint}"
    return runnable, left_out


class Measurements:
    """The runs of every command, by the name of its row; the n-th runs of all were made in turn."""

    def __init__(self, commands, rounds):
        self.commands = commands
        self.runs = {name: [] for name in commands}
        for number in range(rounds):
            print(f"bench: round {number + 1} of {rounds}", file=sys.stderr)
            for name, command in commands.items():
                self.runs[name].append(run(command))

    def median(self, name, field="seconds"):
        return statistics.median(getattr(measured, field) for measured in self.runs[name])

    def ratio(self, name, base, field="seconds"):
        """The median of the ratios within each round: what slows the machine for a while slows both."""
        pairs = zip(self.runs[name], self.runs[base], strict=True)
        return statistics.median(getattr(one, field) / getattr(other, field) for one, other in pairs)

    def peak(self, name):
        return max(measured.memory for measured in self.runs[name])

    def input(self, name):
        """What a report of fuga says of its input."""
        return json.loads(self.runs[name][0].output)["input"]

    def input_bytes(self, name, field="bytes"):
        return sum(file[field] for file in self.input(name)["files"])

    def differing(self, name, base):
        """How many outputs differ from the first one of another command."""
        return sum(measured.output != self.runs[base][0].output for measured in self.runs[name])

    def growth(self, name, base):
        """The time an event costs in one report against the other."""
        return self.ratio(name, base) * self.input(base)["events"] / self.input(name)["events"]


# Agreement


def counts(printed, kind):
    if kind == "answer":
        return json.loads(printed)["counts"]
    report = json.loads(printed)
    segments = report["funnels"][0]["segments"]
    funnel = {segment["value"]: [step["count"] for step in segment["steps"]] for segment in segments}
    return {"funnel": funnel, "events": report["input"]["events"]}


def check_agreement(measurements, names):
    """Stops unless every report and every answer of every round counts what fuga's first report counts."""
    expected = counts(measurements.runs[FUGA][0].output, "report")
    for name in names:
        kind = measurements.commands[name].prints
        for measured in measurements.runs[name] if kind != "nothing" else []:
            for what, count in counts(measured.output, kind).items():
                if count != expected[what]:
                    sys.exit(f"bench: {name}: {what} is {count}, but {expected[what]} in fuga's report")


# Tables


def row(*cells):
    return f"| {' | '.join(cells)} |"


def memory_text(memory):
    # A child begins as a copy of this process, so the system reports no peak below this process's own.
    floor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return f"{'≤ ' if memory <= floor else ''}{memory / MEGABYTE:.0f} MB"


def comparison(measurements, left_out):
    yield row("what", "seconds", "CPU seconds", "time against fuga's", "peak memory")
    yield "|---|---:|---:|---:|---:|"
    for name in ROWS:
        if name in left_out:
            yield row(name, "–", "–", "–", "–")
            continue
        ratio = measurements.ratio(name, FUGA)
        yield row(
            name,
            f"{measurements.median(name):.2f}",
            f"{measurements.median(name, 'cpu_seconds'):.2f}",
            f"{ratio:.2f} ×{', faster' if ratio < 1 else ''}",
            memory_text(measurements.peak(name)),
        )


# Target, bound, limit, form of the figure, the rows it needs, the figure.
TARGETS = [
    ("time against DuckDB's", "≤", 1 / 8, "{:.3f} ×", [DUCKDB], lambda m: m.ratio(FUGA, DUCKDB)),
    ("time against chDB's", "≤", 1 / 8, "{:.3f} ×", [CHDB], lambda m: m.ratio(FUGA, CHDB)),
    ("time against Polars'", "≤", 1 / 8, "{:.3f} ×", [POLARS], lambda m: m.ratio(FUGA, POLARS)),
    ("CPU time against igzip's", "≤", 1.8, "{:.1f} ×", [IGZIP], lambda m: m.ratio(FUGA, IGZIP, "cpu_seconds")),
    ("peak memory", "≤", 320, "{:.0f} MB", [], lambda m: m.peak(FUGA) / MEGABYTE),
    ("`--memory 64M`: peak memory", "≤", 96, "{:.0f} MB", [LIMITED], lambda m: m.peak(LIMITED) / MEGABYTE),
    ("`--memory 64M`: time against the default's", "≤", 2, "{:.2f} ×", [LIMITED], lambda m: m.ratio(LIMITED, FUGA)),
    ("`--memory 64M`: reports that differ", "≤", 0, "{:.0f}", [LIMITED], lambda m: m.differing(LIMITED, FUGA)),
    ("time an event, against a tenth of the users", "≤", 1.15, "{:.2f} ×", [], lambda m: m.growth(FUGA, TENTH)),
    (
        "one day of plain CSV, 1 thread", "≥", 700, "{:.0f} MB/s", [],
        lambda m: m.input_bytes(PLAIN) / m.median(PLAIN) / MEGABYTE,
    ),
    ("a plain file of 1 MB", "≤", 30, "{:.0f} ms", [], lambda m: m.median(SMALL) * 1000),
]


def targets(measurements, left_out):
    yield row("target", "required", "measured", "met")
    yield "|---|---:|---:|---|"
    for what, bound, limit, form, needs, figure in TARGETS:
        required = f"{bound} {form.format(limit)}"
        if left_out.keys() & set(needs):
            yield row(what, required, "–", "not measured")
            continue
        value = figure(measurements)
        met = value <= limit if bound == "≤" else value >= limit
        yield row(what, required, form.format(value), "yes" if met else "no")


def heading(measurements, fuga, rounds):
    version = subprocess.run([fuga, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    pins = (HERE / "requirements.txt").read_text().replace("==", " ").splitlines()
    facts = measurements.input(FUGA)
    yield f"{version}; peers: {', '.join(pins)}."
    yield f"{facts['events']:,} events of {facts['users']:,} users in {len(facts['files'])} files:"
    yield f"{measurements.input_bytes(FUGA, 'compressed_bytes') / MEGABYTE:,.0f} MB of gzip,"
    yield f"{measurements.input_bytes(FUGA) / MEGABYTE:,.0f} MB of CSV."
    yield f"Medians of runs in turn ({rounds} of each), all on the same two cores."


def write_between_markers(path, text):
    before, _, rest = path.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    path.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fuga", required=True)
    parser.add_argument("--python", required=True, help="the Python that has the peers")
    parser.add_argument("--work", required=True, type=Path, help="folder with shop/, tenth/, day.csv and small.csv")
    parser.add_argument("--rounds", required=True, type=int)
    parser.add_argument("--document", type=Path, help="Markdown file to write the tables to, between its markers")
    options = parser.parse_args()

    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])  # all children too, whatever they think of threads
    commands, left_out = split_runnable(all_commands(options.fuga, options.python, options.work))
    if FUGA in left_out:
        sys.exit(f"bench: {FUGA}: {left_out[FUGA]}")
    measurements = Measurements(commands, options.rounds)
    check_agreement(measurements, [name for name in ROWS if name in commands])

    lines = [*heading(measurements, options.fuga, options.rounds), "", *comparison(measurements, left_out), ""]
    for reason in dict.fromkeys(left_out.values()):
        lines += [f"Left out ({reason}): {'; '.join(name for name in left_out if left_out[name] == reason)}.", ""]
    lines += targets(measurements, left_out)
    print("\n".join(lines))
    if options.document:
        write_between_markers(options.document, "\n".join(lines))


if __name__ == "__main__":
    main()
