"""The instants at which the timed events of calendars begin, as other programs read them.

Arguments: a file of lines PATH TAB FIRST TAB LAST, in seconds since 1970. Prints a line of JSON for each: the
instants in order, or null where the file is refused.
"""

import datetime
import json
import sys
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

HOME = ZoneInfo("Europe/Berlin")


def instant(value):
    return int((value if value.tzinfo else value.replace(tzinfo=HOME)).timestamp())


def starts(path, first, last):
    utc = datetime.timezone.utc
    # A day more on both sides: times without a zone are compared as if they were in UTC.
    edges = (int(first) - 86400, int(last) + 86400)
    window = [datetime.datetime.fromtimestamp(edge, utc) for edge in edges]
    found = []
    with open(path, "rb") as file:
        calendars = icalendar.Calendar.from_ical(file.read(), multiple=True)
    for calendar in calendars:
        if str(calendar.get("METHOD", "")).upper() == "CANCEL":
            continue
        for event in recurring_ical_events.of(calendar, skip_bad_series=True).between(*window):
            start, end = event["DTSTART"].dt, event["DTEND"].dt if "DTEND" in event else None
            if not isinstance(start, datetime.datetime):
                continue
            if str(event.get("STATUS", "")).upper() == "CANCELLED":
                continue
            if end is not None and not 0 <= instant(end) - instant(start) <= 86400:
                continue
            if int(first) <= instant(start) <= int(last) + 59:
                found.append(instant(start))
    return sorted(found)


for line in open(sys.argv[1]):
    try:
        print(json.dumps(starts(*line.rstrip("\n").split("\t"))))
    except Exception as error:
        print("null", file=sys.stdout)
        print(line.split("\t")[0], repr(error)[:200], file=sys.stderr)
