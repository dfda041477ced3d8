"""Spreadsheets made by hand: what programs write, and what they should not."""
import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def name_of(column):
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cell(at, value, kind=None, style=None, formula=None, inline=None):
    attributes = f' r="{at}"' + (f' s="{style}"' if style is not None else "") + (f' t="{kind}"' if kind else "")
    inner = f"<f>{escape(formula)}</f>" if formula is not None else ""
    if inline is not None:
        inner += f"<is>{inline}</is>"
    elif value is not None:
        inner += f"<v>{escape(str(value))}</v>"
    return f"<c{attributes}>{inner}</c>"


class Sheet:
    """Rows of cells; a cell is text (shared), or the dictionary that `cell` takes."""

    def __init__(self, name="Sheet1", rows=(), state=None, before="", after="", row_attributes=None, raw=None):
        self.name, self.rows, self.state, self.before, self.after, self.row_attributes, self.raw = name, rows, state, before, after, row_attributes or {}, raw


def book(sheets, formats=(), date1904=False, namespace=MAIN, entries=None, strings_extra="", prefix="", leave_out=()):
    """The bytes of an .xlsx. `formats`: codes of number formats, styles 1, 2 ...; `entries`: more entries, or others in their place."""
    shared, order = {}, []

    def share(text):
        if text not in shared:
            shared[text] = len(order)
            order.append(text)
        return shared[text]

    parts = {}
    for number, sheet in enumerate(sheets, 1):
        lines = []
        for row_number, row in enumerate(sheet.rows, 1):
            cells = ""
            for column, content in enumerate(row):
                at = f"{name_of(column)}{row_number}"
                if content is None:
                    continue
                if isinstance(content, dict):
                    cells += cell(at, **content)
                elif isinstance(content, str):
                    cells += cell(at, share(content), "s")
                else:
                    cells += cell(at, repr(content))
            lines.append(f'<row r="{row_number}"{sheet.row_attributes.get(row_number, "")}>{cells}</row>')
        data = sheet.raw if sheet.raw is not None else f"<sheetData>{''.join(lines)}</sheetData>"
        parts[f"xl/worksheets/sheet{number}.xml"] = f'{HEAD}<worksheet xmlns="{namespace}">{sheet.before}{data}{sheet.after}</worksheet>'
    names = "".join(f'<sheet name="{escape(s.name)}" sheetId="{i}" r:id="rId{i}"{f" state={chr(34)}{s.state}{chr(34)}" if s.state else ""}/>' for i, s in enumerate(sheets, 1))
    parts["xl/workbook.xml"] = (f'{HEAD}<workbook xmlns="{namespace}" xmlns:r="{OFFICE}">{"<workbookPr date1904=" + chr(34) + "1" + chr(34) + "/>" if date1904 else ""}'
                                f"<sheets>{names}</sheets></workbook>")
    count = len(sheets)
    parts["xl/_rels/workbook.xml.rels"] = (f'{HEAD}<Relationships xmlns="{PACKAGE}">'
        + "".join(f'<Relationship Id="rId{i}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>' for i in range(1, count + 1))
        + f'<Relationship Id="rId{count + 1}" Type="{OFFICE}/styles" Target="styles.xml"/><Relationship Id="rId{count + 2}" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>')
    custom = "".join(f'<numFmt numFmtId="{164 + i}" formatCode="{escape(code).replace(chr(34), "&quot;")}"/>' for i, code in enumerate(formats) if isinstance(code, str))
    forms = '<xf numFmtId="0"/>' + "".join(f'<xf numFmtId="{164 + i if isinstance(code, str) else code}"/>' for i, code in enumerate(formats))
    parts["xl/styles.xml"] = f'{HEAD}<styleSheet xmlns="{namespace}"><numFmts>{custom}</numFmts><cellXfs>{forms}</cellXfs></styleSheet>'
    parts["xl/sharedStrings.xml"] = (f'{HEAD}<sst xmlns="{namespace}">' + "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in order) + strings_extra + "</sst>")
    parts["_rels/.rels"] = f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    parts["[Content_Types].xml"] = f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    parts.update(entries or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            if name not in leave_out:
                archive.writestr(name, data)
    return out.getvalue()


def one(rows, **more):
    """A book of one sheet with a header "a", "b" ... as wide as the widest row, and these rows below."""
    width = max(len(row) for row in rows)
    kept = {key: more.pop(key) for key in list(more) if key in ("before", "after", "row_attributes", "state", "name")}
    return book([Sheet(rows=[[chr(97 + i) for i in range(width)], *rows], **kept)], **more)
