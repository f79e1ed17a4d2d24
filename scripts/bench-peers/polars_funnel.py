"""The funnel with Polars, from the gzip'd CSV files: polars_funnel.py FOLDER."""

import os

from question import COLUMNS, THREADS, answer, dumps

os.environ["POLARS_MAX_THREADS"] = str(THREADS)  # read when Polars is imported

import polars  # noqa: E402
from polars import col, when  # noqa: E402

PAUSE_MILLISECONDS = 30 * 60 * 1000


def milliseconds(time):
    """A time such as 2026-11-01T00:00:53.605Z as a number, by its digits: to_datetime makes the whole much slower."""

    def digits(start, length):
        return time.str.slice(start, length).cast(polars.Int64)

    day = time.str.head(10).str.to_date("%Y-%m-%d").cast(polars.Datetime("ms")).cast(polars.Int64)
    return day + ((digits(11, 2) * 60 + digits(14, 2)) * 60 + digits(17, 2)) * 1000 + digits(20, 3)


def step(event, code):
    """1 for the first of the steps, and so on; 0 for any other event."""
    approved = code.is_null() | (code == "00")
    return (
        when(event == "view_item").then(1)
        .when(event == "add_to_cart").then(2)
        .when(event == "begin_checkout").then(3)
        .when((event == "purchase") & approved).then(4)
        .otherwise(0)
        .cast(polars.Int8)
    )


def sessions(events):
    """One sort makes the sessions: one begins at another user and after a long pause."""
    begins = (col.user != col.user.shift()) | (col.time.diff() > PAUSE_MILLISECONDS)
    return events.sort("user", "time").with_columns(session=begins.cum_sum())


def first_time(number, not_before=True):
    """The session's first event of a step, at or after a given time."""
    return col.time.filter((col.step == number) & not_before).min()


def funnel(folder):
    events = polars.scan_csv(dumps(folder), schema={name: polars.String for name in COLUMNS}).select(
        milliseconds(col.event_time).alias("time"),
        col.user_id.alias("user"),
        col.device,
        step(col.event, col.error_code).alias("step"),
    )
    reached = (
        sessions(events)
        .filter(col.step > 0)
        .with_columns(first=first_time(1).over("session"))
        .with_columns(second=first_time(2, col.time >= col.first).over("session"))
        .with_columns(third=first_time(3, col.time >= col.second).over("session"))
        .group_by("session")
        .agg(
            col.device.filter(col.step == 1).first(),
            col("first", "second", "third").first(),
            fourth=first_time(4, col.time >= col.third),
        )
        .filter(col.first.is_not_null())
    )
    counts = reached.group_by("device").agg(col("first", "second", "third", "fourth").count())
    return {"funnel": {device: list(row) for device, *row in counts.collect(engine="streaming").rows()}}


if __name__ == "__main__":
    answer(funnel)
