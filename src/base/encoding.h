/* base/encoding.h - text in whatever encoding it was saved, to UTF-8.
 *
 *     UTF-8 with or without a mark ─┐
 *     UTF-16 with a mark ───────────┼──▶ a Source in UTF-8, without the mark
 *     what --encoding says, iconv ──┘
 *
 * Nothing is guessed in silence. Bytes that are not UTF-8 are an error with their place that shows how the line would read in each
 * encoding that knows it; the reader chooses. The same words mean the same: "gb18030", "GB18030" and "GBK" as iconv has them.
 */
#ifndef DECLARANT_BASE_ENCODING_H
#define DECLARANT_BASE_ENCODING_H

#include "base/task.h"

/* NULL with an error: [no-encoding] nobody knows that name; [not-utf8] no encoding was told, and the first byte that is not UTF-8 stands
 * there; [not-encoding] the same of the encoding that was told; [mixed-encodings] some lines are in one encoding, some in another, with a
 * place of each; [nul-byte] text holds no NUL. `encoding` empty: not told. A mark before the text counts for more than what is told only
 * where both agree; where they do not, that is an error. `bytes` must live as long as the source, which may stand on them. */
const Source *source_decoded(Task *task, Text name, Text bytes, Text encoding);
/* The same of a file; `limit` 0: LIMIT_FILE_BYTES; "-" is standard input. */
const Source *file_read_decoded(Task *task, const char *path, size_t limit, Text encoding);

#endif
