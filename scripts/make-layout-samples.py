#!/usr/bin/env python3
"""Makes SampleData/rees46 and SampleData/retailrocket: small dumps of our own in the columns of two public data sets.

Everything is drawn from one seeded generator; the same seed gives the same bytes. Prices are in cents, times in seconds.
"""

import gzip
import io
import os
import random

SEED = 20261101
START = 1793491200  # 2026-11-01T00:00:00Z
FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "SampleData")


def write(name, header, rows):
    text = io.StringIO()
    text.write(",".join(header) + "\n")
    for row in rows:
        text.write(",".join(str(field) for field in row) + "\n")
    path = os.path.join(FOLDER, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
            packed.write(text.getvalue().encode())


def visit(draw, items):
    """One visit: (pause in seconds, event, item) in order."""
    steps = []
    basket = []
    for _ in range(draw.randint(1, 6)):
        item = draw.choice(items)
        steps.append((draw.randint(5, 180), "view", item))
        if draw.random() < 0.3:
            steps.append((draw.randint(2, 60), "cart", item))
            basket.append(item)
    if basket and draw.random() < 0.15:
        item = basket.pop()
        steps.append((draw.randint(3, 40), "remove_from_cart", item))
    if basket and draw.random() < 0.4:
        for place, item in enumerate(basket):
            # One purchase row an item, all at one time, as such dumps have them.
            steps.append((draw.randint(20, 400) if place == 0 else 0, "purchase", item))
    return steps


def visits(draw, users, items):
    for user in range(users):
        time = START + draw.randint(0, 2 * 86400)
        for session in range(draw.randint(1, 3)):
            for pause, event, item in visit(draw, items):
                time += pause
                yield user, session, time, event, item
            time += draw.randint(2 * 3600, 3 * 86400)


def rees46(draw):
    items = [(1002000 + 17 * n, 199 + 50 * draw.randint(0, 900)) for n in range(60)]
    rows = []
    for user, session, time, event, (item, price) in visits(draw, 220, items):
        moment = iso(time)
        brand = draw.choice(["", "norte", "lumen", "brisa"])
        rows.append((time, (
            moment, event, item, 2053013550000 + item % 7, "", brand, f"{price // 100}.{price % 100:02d}",
            512000000 + user, f"{user:08x}-{session:04x}-4000-8000-{(user * 7919 + session) % 10**12:012d}")))
    rows.sort(key=lambda row: row[0])
    header = "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session".split(",")
    write("rees46/2026-nov.csv.gz", header, [row for _, row in rows])


def retailrocket(draw):
    items = [(355000 + 31 * n, 0) for n in range(80)]
    names = {"view": "view", "cart": "addtocart", "purchase": "transaction"}
    rows = []
    order = 4000
    last = None
    for user, session, time, event, (item, _) in visits(draw, 200, items):
        if event not in names:
            continue
        if event == "purchase" and (user, session) != last:
            order += 1
            last = (user, session)
        number = order if event == "purchase" else ""
        rows.append((f"{time}{draw.randint(0, 999):03d}" if event != "purchase" else f"{time}000",
                     257000 + user, names[event], item, number))
    # Such dumps are in no order of time.
    draw.shuffle(rows)
    write("retailrocket/events.csv.gz", ["timestamp", "visitorid", "event", "itemid", "transactionid"], rows)


def iso(seconds):
    import time
    return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(seconds))


if __name__ == "__main__":
    rees46(random.Random(SEED))
    retailrocket(random.Random(SEED + 1))
