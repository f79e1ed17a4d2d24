"""The funnel with DuckDB, from the gzip'd CSV files: duckdb_funnel.py FOLDER."""

import duckdb

from question import COLUMNS, THREADS, answer, dumps

# Two windows, the second over the few rows that are left; in it the row that begins a session comes before others of
# the same millisecond. A list of times for each step is faster than joins or more windows.
FUNNEL = """
WITH event AS (
  SELECT user_id, event_time, device,
    CASE event
      WHEN 'view_item' THEN 1 WHEN 'add_to_cart' THEN 2 WHEN 'begin_checkout' THEN 3
      WHEN 'purchase' THEN CASE WHEN error_code IS NULL OR error_code = '00' THEN 4 ELSE 0 END
      ELSE 0
    END AS step
  FROM {events}
), paused AS (
  SELECT *, coalesce(
    event_time - lag(event_time) OVER (PARTITION BY user_id ORDER BY event_time) > INTERVAL 30 MINUTES, false) AS begins
  FROM event
), visit AS (
  SELECT *, count_if(begins) OVER (
    PARTITION BY user_id ORDER BY event_time, begins DESC ROWS UNBOUNDED PRECEDING) AS session
  FROM paused WHERE begins OR step > 0
), times AS (
  SELECT any_value(device) FILTER (step = 1) AS device,
    min(event_time) FILTER (step = 1) AS first,
    list(event_time) FILTER (step = 2) AS seconds,
    list(event_time) FILTER (step = 3) AS thirds,
    list(event_time) FILTER (step = 4) AS fourths
  FROM visit WHERE step > 0 GROUP BY user_id, session HAVING first IS NOT NULL
), reached AS (
  SELECT device, first,
    list_min(list_filter(seconds, lambda time: time >= first)) AS second,
    list_min(list_filter(thirds, lambda time: time >= second)) AS third,
    list_min(list_filter(fourths, lambda time: time >= third)) AS fourth
  FROM times
)
SELECT device, count(first), count(second), count(third), count(fourth) FROM reached GROUP BY device
"""


def connect(path=":memory:"):
    database = duckdb.connect(path)
    database.execute(f"SET threads = {THREADS}")
    database.execute("SET preserve_insertion_order = false")  # saves time and memory; nothing here depends on it
    return database


def files(folder):
    """The dumps as a table. Columns and types are given: sniffing them nearly doubles the time of small files."""
    types = {name: "VARCHAR" for name in COLUMNS} | {"event_time": "TIMESTAMP"}
    return (
        f"read_csv('{dumps(folder)}', auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', "
        f"columns = {types})"
    )


def funnel(database, events):
    rows = database.execute(FUNNEL.format(events=events)).fetchall()
    return {"funnel": {device: counts for device, *counts in rows}}


if __name__ == "__main__":
    answer(lambda folder: funnel(connect(), files(folder)))
