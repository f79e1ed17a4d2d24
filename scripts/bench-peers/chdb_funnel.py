"""The funnel with chDB, ClickHouse inside Python, from the gzip'd CSV files: chdb_funnel.py FOLDER."""

import json

import chdb

from question import THREADS, answer, dumps

# One sorted array a user, split where the pause is long, and windowFunnel on each piece: faster than window functions
# and than grouping the events again by session. The window of windowFunnel is longer than any session. Plain strings
# are faster here than LowCardinality, and parsing the time apart faster than in the reader.
FUNNEL = """
SELECT device, countIf(level >= 1), countIf(level >= 2), countIf(level >= 3), countIf(level >= 4)
FROM (
  SELECT
    arrayJoin(arraySplit((event, pause) -> pause > 1800000, events, arrayDifference(events.1))) AS session,
    session.2 AS steps,
    arrayFirst(event -> event.2 = 1, session).3 AS device,
    arrayReduce('windowFunnel(1000000000000)', session.1,
      arrayMap(step -> step = 1, steps), arrayMap(step -> step = 2, steps),
      arrayMap(step -> step = 3, steps), arrayMap(step -> step = 4, steps)) AS level
  FROM (
    SELECT arraySort(groupArray((
      toUInt64(toUnixTimestamp64Milli(parseDateTime64BestEffort(event_time, 3, 'UTC'))),
      multiIf(event = 'view_item', 1, event = 'add_to_cart', 2, event = 'begin_checkout', 3,
        event = 'purchase' AND error_code IN ('', '00'), 4, 0),
      device))) AS events
    FROM file('{files}', CSVWithNames,
      'event_time String, user_id String, event String, device String, error_code String')
    GROUP BY user_id
  )
)
WHERE level > 0 GROUP BY device
SETTINGS max_threads = {threads}, max_parsing_threads = {threads}
"""


def funnel(folder):
    result = chdb.query(FUNNEL.format(files=dumps(folder), threads=THREADS), "JSONCompactEachRow").data()
    rows = [json.loads(line) for line in result.splitlines()]
    return {"funnel": {device: [int(count) for count in counts] for device, *counts in rows}}


if __name__ == "__main__":
    answer(funnel)
