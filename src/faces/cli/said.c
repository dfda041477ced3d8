/* faces/cli/said.c - from what the rooms inside say in English back to its form, and to the same form in another language. See said.def. */
#include "faces/cli/cli.h"

enum { MOST_BLANKS = 9 };

typedef struct Form {
    const char *words[LANGUAGES];
} Form;

static const Form forms[] = {
#define SAID(en, zh, vi) { { en, zh, vi } },
#define PIECE(en, zh, vi)
#include "faces/cli/said.def"
#undef SAID
#undef PIECE
};

static const Form pieces[] = {
#define SAID(en, zh, vi)
#define PIECE(en, zh, vi) { { en, zh, vi } },
#include "faces/cli/said.def"
#undef SAID
#undef PIECE
};

/* Cut `form` at its next blank: *literal stands before it; its number, 0 at the end. */
static size_t next_blank(Text *form, Text *literal)
{
    for (size_t i = 0; i + 2 < form->length; i++) {
        if (form->at[i] != '{' || form->at[i + 2] != '}')
            continue;
        size_t number = (size_t)(form->at[i + 1] - '0');
        *literal = text_slice(*form, 0, i);
        *form = text_slice(*form, i + 3, form->length);
        return number;
    }
    *literal = *form;
    *form = TEXT_NONE;
    return 0;
}

/* Does `said` fit the form? Each blank takes as little as it can, and the last one all that is left. */
static bool fits(Text form, Text said, Text with[MOST_BLANKS])
{
    Text literal;
    size_t blank = next_blank(&form, &literal);
    if (!text_starts(said, literal))
        return false;
    said = text_slice(said, literal.length, said.length);
    while (blank) {
        size_t next = next_blank(&form, &literal);
        bool last = !next && text_ends(said, literal);
        size_t end = last ? said.length - literal.length : literal.length ? text_find(said, literal, 0) : said.length;
        if (end == SIZE_MAX)
            return false;
        with[blank - 1] = text_slice(said, 0, end);
        said = text_slice(said, end + literal.length, said.length);
        blank = next;
    }
    return !said.length;
}

/* What stands in quotes is a name of somebody else's, and no word of ours. */
static bool is_quoted(Text form, size_t blank)
{
    Text literal;
    for (size_t at = next_blank(&form, &literal); at; at = next_blank(&form, &literal))
        if (at == blank)
            return text_ends(literal, TEXT("\""));
    return false;
}

static Text piece(const Cli *cli, Text english)
{
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
        if (text_equal(text_of(pieces[i].words[0]), english))
            return text_of(pieces[i].words[cli->language]);
    return english;
}

/* In the reader's language; empty where there is no such form. */
static Text form_of(const Cli *cli, Text english)
{
    Text with[MOST_BLANKS] = { { 0 } };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (!fits(text_of(forms[i].words[0]), english, with))
            continue;
        for (size_t k = 0; k < MOST_BLANKS; k++)
            if (!is_quoted(text_of(forms[i].words[0]), k + 1))
                with[k] = piece(cli, with[k]);
        return fill_in(cli->scratch, text_of(forms[i].words[cli->language]), with, MOST_BLANKS);
    }
    return TEXT_NONE;
}

/* "could not open the ledger: what the system says" has a form for what stands before the colon. */
Text reword(const Cli *cli, Text english)
{
    if (!cli->language)
        return english;
    Text whole = form_of(cli, english);
    size_t colon = whole.length ? SIZE_MAX : text_find(english, TEXT(": "), 0);
    Text head = colon == SIZE_MAX ? TEXT_NONE : form_of(cli, text_slice(english, 0, colon));
    if (!head.length)
        return whole.length ? whole : english;
    Text rest = text_slice(english, colon + 2, english.length), words = form_of(cli, rest);
    return text_format(cli->scratch, TEXT_FMT ": " TEXT_FMT, TEXT_ARG(head), TEXT_ARG(words.length ? words : rest));
}

/* ---- reports ---- */

static const ReportWords report_words[LANGUAGES] = {
    [1] = { "注意", "警告", "错误", "提示:", "案件:", "位于", "注意：另有 %zu 个问题未列出；一份报告最多保留 %d 个\n" },
    [2] = { "lưu ý", "cảnh báo", "lỗi", "gợi ý:", "hồ sơ:", "tại", "lưu ý: còn %zu vấn đề không được liệt kê; một báo cáo giữ tối đa %d\n" },
};

static Problem *problem_in(const Cli *cli, const Problem *problem)
{
    Problem *copy = REGION_NEW(cli->scratch, Problem);
    *copy = *problem;
    copy->next = NULL;
    copy->message = reword(cli, problem->message);
    copy->hint = reword(cli, problem->hint);
    ProblemMark **end = &copy->marks;
    for (const ProblemMark *mark = problem->marks; mark; mark = mark->next, end = &(*end)->next) {
        *end = REGION_NEW(cli->scratch, ProblemMark);
        **end = (ProblemMark){ .span = mark->span, .label = reword(cli, mark->label) };
    }
    return copy;
}

Report report_in(const Cli *cli, const Report *report)
{
    Report words = *report;
    words.words = cli->language ? &report_words[cli->language] : NULL;
    words.first = words.last = NULL;
    for (const Problem *problem = report->first; problem; problem = problem->next) {
        Problem *copy = problem_in(cli, problem);
        *(words.last ? &words.last->next : &words.first) = copy;
        words.last = copy;
    }
    return words;
}
