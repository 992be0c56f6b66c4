"""The administrator's own town, in and out of an Excel workbook: partners, teams, people, duty rosters.

`write_template` makes an empty workbook with an explanation, `read` finds every fault by sheet, row and column, `apply`
adds and changes what the workbook says, all or nothing. Nothing here prints.
"""

from knowledge.exchange.workbook.applying import Report, apply
from knowledge.exchange.workbook.faults import Fault
from knowledge.exchange.workbook.plan import Plan
from knowledge.exchange.workbook.reading import read
from knowledge.exchange.workbook.template import write_template

__all__ = ["Fault", "Plan", "Report", "apply", "read", "write_template"]
