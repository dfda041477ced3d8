/* ledger/instant.c - see instant.h. */
#include "ledger/instant.h"

#include <time.h>

#include "value/date.h"

enum { DAY_SECONDS = 24 * 60 * 60, INSTANT_LENGTH = 27 };

Text instant_now(Region *region, Text told)
{
    struct timespec now;
    if (told.length)
        return told;
    clock_gettime(CLOCK_REALTIME, &now);
    long long day = now.tv_sec / DAY_SECONDS;
    long second = (long)(now.tv_sec % DAY_SECONDS);
    Text date = date_text(region, day);
    return text_format(region, TEXT_FMT "T%02ld:%02ld:%02ld.%06ldZ", TEXT_ARG(date), second / 3600, second / 60 % 60, second % 60, now.tv_nsec / 1000);
}

bool instant_is(Text text)
{
    Clock clock;
    return text.length == INSTANT_LENGTH && text_ends(text, TEXT("Z")) && date_time_read(&clock, text);
}
