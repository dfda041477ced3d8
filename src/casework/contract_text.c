/* casework/contract_text.c - a contract's file as text: plain in any told encoding, PDF, DOCX. What it is, its first bytes tell. */
#include "casework/contract.h"

#include "base/encoding.h"
#include "base/file.h"

static bool holds_words(Text bytes)
{
    for (size_t i = 0; i < bytes.length; i++)
        if ((unsigned char)bytes.at[i] > ' ')
            return true;
    return false;
}

static void find_pages(Task *task, ContractText *text)
{
    Text bytes = text->source->bytes;
    *LIST_ADD(task->region, text->pages) = 0;
    for (uint32_t at = 0; at + 1 < bytes.length; at++)
        if (bytes.at[at] == '\f')
            *LIST_ADD(task->region, text->pages) = at + 1;
}

uint32_t contract_page(const ContractText *text, uint32_t byte)
{
    size_t from = 0, to = text->pages.count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (text->pages.at[middle] <= byte)
            from = middle + 1;
        else
            to = middle;
    }
    return (uint32_t)from;
}

static ContractForm form_of(Text bytes)
{
    if (text_starts(bytes, TEXT("%PDF-")))
        return CONTRACT_PDF;
    return text_starts(bytes, TEXT("PK\x03\x04")) ? CONTRACT_DOCX : CONTRACT_PLAIN;
}

const ContractText *contract_text_of(Task *task, Text path, Text bytes, Text encoding)
{
    ContractText *text = REGION_NEW(task->region, ContractText);
    text->path = path;
    text->form = form_of(bytes);
    text->source = text->form == CONTRACT_PDF ? pdf_text(task, path, bytes) : text->form == CONTRACT_DOCX ? docx_text(task, path, bytes) : source_decoded(task, path, bytes, encoding);
    if (!text->source)
        return NULL;
    if (!holds_words(text->source->bytes)) {
        Problem *problem = report_error(task->report, "no-text", SPAN_NONE, "\"" TEXT_FMT "\" holds no text", TEXT_ARG(path));
        problem_hint(task->report, problem, "A scan is a picture: have it read by a program for recognising text first.");
        return NULL;
    }
    if (text->form == CONTRACT_PDF)
        find_pages(task, text);
    return text;
}

const ContractText *contract_text_read(Task *task, const char *path, Text encoding)
{
    Text bytes;
    return file_bytes(task, path, LIMIT_FILE_BYTES, &bytes) ? contract_text_of(task, text_of(path), bytes, encoding) : NULL;
}
