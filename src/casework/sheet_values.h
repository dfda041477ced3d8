/* casework/sheet_values.h - what a number in a spreadsheet says: its digits, the day it counts, the form in which it is shown.
 *
 * Spreadsheets keep numbers as binary floats and write them with up to 17 digits: 1.1 may stand there as 1.1000000000000001. What is
 * meant is the shortest decimal number that reads back to the same float. Fifteen digits always come back as they were typed, so
 * amounts below a hundred thousand million with two decimals are exact; a float is met nowhere else.
 */
#ifndef DECLARANT_CASEWORK_SHEET_VALUES_H
#define DECLARANT_CASEWORK_SHEET_VALUES_H

#include "base/text.h"

typedef enum SheetForm { SHEET_PLAIN, SHEET_DAY, SHEET_ZEROS, SHEET_DECIMALS } SheetForm;
/* What a format makes of a number: "yyyy-mm-dd" a day, "00000" zeros before it (*width: 5), "0.00" decimals (*width: 2). By its number where it is built in: code empty. */
SheetForm sheet_form(uint32_t number, Text code, uint16_t *width);

enum { SHEET_NUMBER_ROOM = 400 };
/* A number as the file writes it ("1.1000000000000001", "1E-3") as plain digits in `out` (SHEET_NUMBER_ROOM); *digits: how many count.
 * 0: it is none. */
size_t sheet_number(char *out, Text written, uint32_t *digits);
/* The day, and the time where there is one, that a number counts: "2026-09-03", "2026-09-03T12:30:00". 0: no day of the calendar. */
size_t sheet_day(char *out, Text number, bool from_1904);

#endif
