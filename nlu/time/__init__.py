"""Dutch time expressions as professionals type them, to dates, times of day, periods and deadlines.

    read_time("tk graag voor 1 dec", now)  ->  expression "voor 1 dec", 1 December, a deadline

A message is cut into `tokens` and written in the words of the grammar (`canon`, with `lexicon`, `spelling` and
`ambiguity`). Tables of rules, one module per kind of expression (`days`, `dates`, `durations`, `periods`, `feasts`,
`clock`), match in that text; neighbouring matches become `phrases`; the words around them make a deadline, a day after
or a day in the past of it (`relations`, `tense`); `spans` knows ranges, `choice` which moment matters, and `reader`
puts it in local dates.

dateparser is not used. Handed the bare expressions of the test corpus it gives 67 of 478 right (weekdays, "morgen",
"over 10 dagen", dates in digits), all of which the grammar reads too; it has no periods, deadlines, working days,
Dutch feasts or clock talk, and importing it takes half a second.
"""

from nlu.time.moment import DayPart, Relation
from nlu.time.reader import find_times, read_time
from nlu.time.reading import TimeReading

__all__ = ["DayPart", "Relation", "TimeReading", "find_times", "read_time"]
