"""An independent reckoning of software that comes into China, written from the law's text alone.

It knows nothing of the rulebooks or the engine: a case goes in as JSON has it, amounts come out, in fen. Rows of the law
are named in the remarks (CN-VAL-22, CN-DUT-41, ...), open questions by their number (5.5, 5.17, ...).

cn_border.py: value, code, duty, extra duty on goods of US origin, import VAT, software fees of 1993, royalties, days and
late charges. cn_beside.py: withheld taxes and formalities of payments abroad, shortfalls, fines, the refund on software,
licences, technology contracts, rulings, exports. Only rest days come from outside the text: data/calendars/cn.csv.

Silent (SILENT, nobody may hold anything against it): how common costs are shared among lines; control software and data
on carriers of their own; codes before 2019; media of 2003 and 2004 without a told rate; taxes withheld from payments
whose kinds are mixed; whether a last day that is no customs payment moves on from a rest day.
"""
import cn_beside
import cn_border
from cn_tools import Outcome, months_on  # noqa: F401  (months_on is for those who make cases)


def reckon(case, readings=None):
    """`readings` names, by question, another answer than the careful one; without it, the main answer."""
    out = Outcome()
    if case["movement"] != "export":
        cn_border.Border(case, readings or {}, out).run()
    cn_beside.Beside(case, readings or {}, out).run()
    return out
