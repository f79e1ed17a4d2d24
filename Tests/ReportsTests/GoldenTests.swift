import Testing

@testable import Reports

/// The sample shop as people see it, whole.
///
/// A change of wording or layout shows up here and nowhere else.
@Suite struct GoldenTests {
  @Test func textIsAsRecorded() {
    #expect(TextFormat(width: 80).string(SampleReport.report) == GoldenTests.text)
  }

  @Test func markdownIsAsRecorded() {
    #expect(MarkdownFormat().string(SampleReport.report) == GoldenTests.markdown)
  }

  private static let text = #"""
    Where the funnel leaks

    1,143 of 1,775 carts were abandoned (64.4 %); 912 were lost for good, 80,412.00
    EUR. About 75 (61–88) more than among comparable carts left after a declined
    card, 6,020.00 EUR (4,880–7,160). Of 2,500 sessions at view_item, 632 reached
    purchase (25.3 %); the largest leak is after add_to_cart, where 1,068 of 1,700
    stopped (62.8 %). 632 of 2,688 sessions ended in a purchase (23.5 %). 12 of
    12,020 rows were rejected (0.1 %).

    - Note: totals include charges by design

    What to fix first

                    more      95 %
    reason         carts  interval  finding   excess value  95 % interval
    card declined     75     61–88  proven    6,020.00 EUR    4,880–7,160
    slow page          4  -9 to 16  unproven    310.00 EUR  -700 to 1,320

    More than among carts that went on to a later stage, for answers to an act: card
    declined 104 (90–118).

    More carts: beyond what carts at the same place without the sign lead to expect.
    Unproven: the interval of carts holds 0, or too few shoppers met the sign.

    Excesses overlap and are never added; taking a cause away is assumed to change
    nothing else; shoppers prone to it may differ.

    Funnel: checkout

    Counted per session, steps in order, window 2h 00m from the first step; 4
    sessions excluded.

                              % of      % of           p50     p90
    step         sessions    first  previous   drop   time    time
    view_item       2,500  100.0 %         –    800      –       –  ████████████████
    add_to_cart     1,700   68.0 %    68.0 %  1,068  9.5 s  3m 20s  ██████████▉
    purchase          632   25.3 %    37.2 %      0   42 s  1h 05m  ████

    step         top next event
    view_item    (left), 500
    add_to_cart  card_declined, 310
    purchase     –

    checkout by device

                                                 % of
    device   view_item  add_to_cart  purchase   first
    mobile       1,500          900       232  15.5 %
    desktop      1,000          800       400  40.0 %

    Abandoned carts

    1,810 carts, unit session: 632 purchased (2 by a purchase alone), 1,143
    abandoned, 20 open, 15 emptied. Of the abandoned: 131 recovered by a later
    purchase, 100 may still be, 912 lost. Value of the abandoned: 99,000.00 EUR; of
    the lost: 80,412.00 EUR.

    reason         class  carts   share          value  lost     lost value  any
    card declined      1    310  27.1 %  26,000.00 EUR   270  22,000.00 EUR  330
    slow page          3     30   2.6 %   3,000.00 EUR    20   2,000.00 EUR   60

                                                p50 to
    reason         stale  resolved  recovered  leaving  top code
    card declined      5        44         31     12 s  insufficient_funds, 210
    slow page          0         0          0        –  –

    Declines, by what their codes say: 210 soft, 60 unknown.

    no signal, by
    highest stage   carts   share
    add_to_cart       700  61.2 %
    begin_checkout    103   9.0 %

    340 with a reason + 803 without a signal = 1,143 abandoned.

    Each abandoned cart has one reason: of the signs of trouble that the shopper did
    not get past, fresh ones come before stale ones, then the lowest class counts,
    then the last sign. Any: carts with such a sign, whatever their reason. Stale:
    the cart went on for more than 10 minutes after it. Resolved: the shopper got
    past every such sign. Rows stand by lost value.

    Key figures

                                                       95 %  design
    figure                    x      n    rate     interval  effect
    conversion              632  2,688  23.5 %  22.0–25.2 %    1.25
    cart abandonment      1,143  1,775  64.4 %  61.0–67.7 %    1.25
    checkout abandonment      0      0       –            –       –

    - Orders: 640
    - Revenue: 51,200.00 EUR
    - Average order value: 80.00 EUR

    Sessions

    - 2,700 sessions, 12 of them open; beside them 30 in the background
    - Bounced: 900 of 2,700 sessions (33.3 %)
    - Duration: p50 1m 02s, p90 20m 00s, mean 2m 28s
    - Events: 11,111, 4.12 a session

    Journeys

    - 1,950 journeys: 600 converted, 650 abandoned with a cart, 400 browsed, 300
      open
    - Converted: 410 of 1,000 ripe journeys (41.0 %)
    - To conversion: p50 1 session and 9m 00s, p90 3 sessions and 2d 02h
    - Users seen with two customers: 0

    from     to                         converted
    channel  channel  count  converted   of count
    web      app         40         10     25.0 %

              first of    last of
    channel  converted  converted
    web            622        632
    app             10          0

    Days

                            with a
    day         sessions  purchase  carts  purchased  abandoned  orders
    2026-11-01     1,500       375    750        375        300     376
    2026-11-02     1,200       300    600        300        240     301

    Data quality

    12,020 rows = 12,000 events + 12 rejected + 1 repeated header + 7 duplicates.
    From 2026-11-01T00:00:00.000Z to 2026-11-02T23:59:59.999Z. 2,000 users, 1,900
    persons.

    rejected               % of
    because         rows   rows
    invalid_time      10  0.1 %
    too_few_fields     2  0.0 %

                                            compressed
    file                    rows  rejected       bytes    bytes  status
    dumps/may_2026.csv.gz  9,000         9     120,000  900,000  rejects
    dumps/june.csv         3,020         3     300,000  300,000  rejects

    Rules in force

    - session gap: 30m
    - where: device=mobile | device=tablet

    """#

  // Markdown lines are as long as their paragraphs.
  // swift-format-ignore
  private static let markdown = #"""
    # Where the funnel leaks

    1,143 of 1,775 carts were abandoned (64.4 %); 912 were lost for good, 80,412.00 EUR. About 75 (61–88) more than among comparable carts left after a declined card, 6,020.00 EUR (4,880–7,160). Of 2,500 sessions at `view_item`, 632 reached `purchase` (25.3 %); the largest leak is after `add_to_cart`, where 1,068 of 1,700 stopped (62.8 %). 632 of 2,688 sessions ended in a purchase (23.5 %). 12 of 12,020 rows were rejected (0.1 %).

    - Note: totals include charges by design

    ## What to fix first

    | reason        | more carts | 95 % interval | finding  | excess value | 95 % interval | unjudged |
    | ------------- | ---------: | ------------: | -------- | -----------: | ------------: | -------: |
    | card declined |         75 |         61–88 | proven   | 6,020.00 EUR |   4,880–7,160 |        0 |
    | slow page     |          4 |      -9 to 16 | unproven |   310.00 EUR | -700 to 1,320 |        4 |

    More than among carts that went on to a later stage, for answers to an act: card declined 104 (90–118).

    More carts: beyond what carts at the same place without the sign lead to expect. Unproven: the interval of carts holds 0, or too few shoppers met the sign.

    Excesses overlap and are never added; taking a cause away is assumed to change nothing else; shoppers prone to it may differ.

    ## Funnel: checkout

    Counted per session, steps in order, window 2h 00m from the first step; 4 sessions excluded.

    | step          | sessions | % of first | % of previous |  drop | p50 time | p90 time | top next event       |
    | ------------- | -------: | ---------: | ------------: | ----: | -------: | -------: | -------------------- |
    | `view_item`   |    2,500 |    100.0 % |             – |   800 |        – |        – | (left), 500          |
    | `add_to_cart` |    1,700 |     68.0 % |        68.0 % | 1,068 |    9.5 s |   3m 20s | `card_declined`, 310 |
    | `purchase`    |      632 |     25.3 % |        37.2 % |     0 |     42 s |   1h 05m | –                    |

    ### checkout by `device`

    | `device` | `view_item` | `add_to_cart` | `purchase` | % of first |
    | -------- | ----------: | ------------: | ---------: | ---------: |
    | mobile   |       1,500 |           900 |        232 |     15.5 % |
    | desktop  |       1,000 |           800 |        400 |     40.0 % |

    ## Abandoned carts

    1,810 carts, unit session: 632 purchased (2 by a purchase alone), 1,143 abandoned, 20 open, 15 emptied. Of the abandoned: 131 recovered by a later purchase, 100 may still be, 912 lost. Value of the abandoned: 99,000.00 EUR; of the lost: 80,412.00 EUR.

    | reason        | key             | class | carts |  share |         value | lost |    lost value |  any | stale | resolved | recovered | p50 to leaving | top code                  |
    | ------------- | --------------- | ----: | ----: | -----: | ------------: | ---: | ------------: | ---: | ----: | -------: | --------: | -------------: | ------------------------- |
    | card declined | `card_declined` |     1 |   310 | 27.1 % | 26,000.00 EUR |  270 | 22,000.00 EUR |  330 |     5 |       44 |        31 |           12 s | `insufficient_funds`, 210 |
    | slow page     | `slow_page`     |     3 |    30 |  2.6 % |  3,000.00 EUR |   20 |  2,000.00 EUR |   60 |     0 |        0 |         0 |              – | –                         |

    Declines, by what their codes say: 210 soft, 60 unknown.

    | no signal, by highest stage | carts |  share |
    | --------------------------- | ----: | -----: |
    | `add_to_cart`               |   700 | 61.2 % |
    | `begin_checkout`            |   103 |  9.0 % |

    340 with a reason + 803 without a signal = 1,143 abandoned.

    Each abandoned cart has one reason: of the signs of trouble that the shopper did not get past, fresh ones come before stale ones, then the lowest class counts, then the last sign. Any: carts with such a sign, whatever their reason. Stale: the cart went on for more than 10 minutes after it. Resolved: the shopper got past every such sign. Rows stand by lost value.

    ## Key figures

    | figure               |     x |     n |   rate | 95 % interval | design effect |
    | -------------------- | ----: | ----: | -----: | ------------: | ------------: |
    | conversion           |   632 | 2,688 | 23.5 % |   22.0–25.2 % |          1.25 |
    | cart abandonment     | 1,143 | 1,775 | 64.4 % |   61.0–67.7 % |          1.25 |
    | checkout abandonment |     0 |     0 |      – |             – |             – |

    - Orders: 640
    - Revenue: 51,200.00 EUR
    - Average order value: 80.00 EUR

    ## Sessions

    - 2,700 sessions, 12 of them open; beside them 30 in the background
    - Bounced: 900 of 2,700 sessions (33.3 %)
    - Duration: p50 1m 02s, p90 20m 00s, mean 2m 28s
    - Events: 11,111, 4.12 a session

    ## Journeys

    - 1,950 journeys: 600 converted, 650 abandoned with a cart, 400 browsed, 300 open
    - Converted: 410 of 1,000 ripe journeys (41.0 %)
    - To conversion: p50 1 session and 9m 00s, p90 3 sessions and 2d 02h
    - Users seen with two customers: 0

    | from channel | to channel | count | converted | converted of count |
    | ------------ | ---------- | ----: | --------: | -----------------: |
    | web          | app        |    40 |        10 |             25.0 % |

    | channel | first of converted | last of converted |
    | ------- | -----------------: | ----------------: |
    | web     |                622 |               632 |
    | app     |                 10 |                 0 |

    ## Days

    | day        | sessions | with a purchase | carts | purchased | abandoned | orders |
    | ---------- | -------: | --------------: | ----: | --------: | --------: | -----: |
    | 2026-11-01 |    1,500 |             375 |   750 |       375 |       300 |    376 |
    | 2026-11-02 |    1,200 |             300 |   600 |       300 |       240 |    301 |

    ## Data quality

    12,020 rows = 12,000 events + 12 rejected + 1 repeated header + 7 duplicates. From 2026-11-01T00:00:00.000Z to 2026-11-02T23:59:59.999Z. 2,000 users, 1,900 persons.

    | rejected because | rows | % of rows |
    | ---------------- | ---: | --------: |
    | `invalid_time`   |   10 |     0.1 % |
    | `too_few_fields` |    2 |     0.0 % |

    | file                   |  rows | rejected | compressed bytes |   bytes | status  |
    | ---------------------- | ----: | -------: | ---------------: | ------: | ------- |
    | dumps/may\_2026.csv.gz | 9,000 |        9 |          120,000 | 900,000 | rejects |
    | dumps/june.csv         | 3,020 |        3 |          300,000 | 300,000 | rejects |

    ## Rules in force

    - session gap: 30m
    - where: device=mobile \| device=tablet

    """#
}
