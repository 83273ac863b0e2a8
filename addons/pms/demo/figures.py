"""What bookings are like, as shares and quantiles of real ones.

Calculated from arrivals of July to September 2015 at the resort hotel H1 in: Antonio, de Almeida, Nunes: Hotel
booking demand datasets, Data in Brief 22, 2019, CC BY 4.0. No booking of theirs is repeated here. The seasons and
weekdays are the lodge's own.
"""

from __future__ import annotations

#: Per cent of stays by nights, day use (0) included; 15 stands for longer ones, too.
NIGHTS = {
    0: 1.2, 1: 10.4, 2: 12.4, 3: 9.9, 4: 11.5, 5: 10.1, 6: 7.2, 7: 21.2, 8: 3.2, 9: 2.5, 10: 4.6, 11: 1.3, 12: 0.6,
    13: 0.4, 14: 3.3, 15: 0.4,
}  # fmt: skip
MEAN_NIGHTS = 5.3
#: Days between booking and arrival: the quantiles 0, 10 %, … 90 %, 100 %.
LEAD_DAYS = (0, 6, 26, 41, 57, 73, 93, 125, 176, 244, 330)
#: Days between cancellation and arrival, of bookings that were cancelled: the same quantiles, read from quarters.
CANCELLED_DAYS_BEFORE = (0, 8, 18, 28, 42, 56, 70, 85, 125, 202, 300)
CANCELLED = 0.279
NO_SHOW = 0.004
SLEPT_IN_ANOTHER_TYPE = 0.244
#: Per cent of bookings by adults, and the share that brings children.
ADULTS = {1: 8.0, 2: 87.5, 3: 4.3, 4: 0.2}
WITH_CHILDREN = 0.11
#: Per cent of bookings by the way they came: market segments, in the product's words.
SOURCES = {"CHANNEL": 43.2, "BOOKING_ENGINE": 28.4, "DIRECT": 12.9, "PHONE": 13.5, "WALK_IN": 2.0}

#: Per cent of the rooms slept in, by month.
OCCUPANCY = {1: 45, 2: 50, 3: 56, 4: 63, 5: 72, 6: 82, 7: 90, 8: 92, 9: 80, 10: 66, 11: 48, 12: 60}
LIVELY_OCCUPANCY = 85
#: Arrivals by weekday, Monday first, around 1.
WEEKDAYS = (0.95, 0.8, 0.85, 0.95, 1.25, 1.35, 0.85)
#: Price of a night against the base rate, by month; Friday and Saturday cost a little more.
PRICE_LEVEL = {
    1: 0.78, 2: 0.82, 3: 0.86, 4: 0.95, 5: 1.02, 6: 1.12, 7: 1.23, 8: 1.30, 9: 1.05, 10: 0.92, 11: 0.80, 12: 1.0,
}  # fmt: skip
WEEKEND_LEVEL = 1.12
