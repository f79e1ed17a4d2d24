"""What the peers share: the question, the columns of the dumps, and how an answer is given.

The question: a pause of more than 30 minutes ends a user's session; of each device, how many sessions came how far
through view_item, add_to_cart, begin_checkout and purchase, in order? Events of equal time may fill steps in any order.
A purchase that was declined is no purchase; "00" is the only code of the sample data that means approved. A session of
the sample data keeps to one device, so the device of any of its view_item events is that of its entry. Should this ever
be wrong, the counts differ from fuga's and the benchmark stops.
"""

import json
import sys
import time

THREADS = 2
COLUMNS = [
    "event_time", "user_id", "session_id", "event", "page", "channel", "device", "value", "quantity", "currency",
    "item", "order_id", "error_code", "country",
]


def dumps(folder):
    """The pattern of the dumps in a folder."""
    return f"{folder}/events-*.csv.gz"


def answer(ask):
    """Prints what ask returns, with the time and the CPU time it took.

    The start of Python and the import of the engine come before, so they are not held against the peer.
    """
    start, cpu_start = time.perf_counter(), time.process_time()
    counts = ask(*sys.argv[1:])
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu_start
    json.dump({"seconds": seconds, "cpu_seconds": cpu_seconds, "counts": counts}, sys.stdout)
