"""DuckDB where it is at its best, on a table of its own: duckdb_loaded.py load FOLDER DB, funnel DB or names DB."""

import os
import sys

from duckdb_funnel import connect, files, funnel
from question import answer


def load(folder, path):
    if os.path.exists(path):
        os.remove(path)
    with connect(path) as database:
        database.execute(f"CREATE TABLE events AS FROM {files(folder)}")
    return {}


def count_names(path):
    rows = connect(path).execute("SELECT event, count(*) FROM events GROUP BY event").fetchall()
    return {"events": sum(count for _, count in rows)}


if __name__ == "__main__":
    tasks = {"load": load, "funnel": lambda path: funnel(connect(path), "events"), "names": count_names}
    answer(tasks[sys.argv.pop(1)])
