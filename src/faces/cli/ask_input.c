/* faces/cli/ask_input.c - lines of an interview. See ask.h.
 *
 * SIGINT comes as one more thing to read, so that it ends the interview between two answers and never inside one. What a
 * terminal could take for a command (escape sequences), NUL bytes and broken UTF-8 are refused whole.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/utf8.h"
#include "faces/cli/ask.h"

void ear_open(Ear *ear)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    *ear = (Ear){ .signals = -1, .echo = !isatty(STDIN_FILENO) };
    if (sigprocmask(SIG_BLOCK, &set, NULL) == 0)
        ear->signals = signalfd(-1, &set, SFD_CLOEXEC);
}

void ear_close(Ear *ear)
{
    if (ear->signals >= 0)
        close(ear->signals);
}

/* False when there is no more: end of input, a broken one, SIGINT. */
static bool ear_fill(Ear *ear)
{
    struct pollfd files[] = { { STDIN_FILENO, POLLIN, 0 }, { ear->signals, POLLIN, 0 } };
    while (poll(files, ear->signals >= 0 ? 2 : 1, -1) < 0)
        if (errno != EINTR)
            return false;
    if (files[1].revents)
        return false;
    ssize_t got;
    while ((got = read(STDIN_FILENO, ear->bytes, sizeof ear->bytes)) < 0)
        if (errno != EINTR)
            return false;
    ear->from = 0;
    ear->to = got > 0 ? (size_t)got : 0;
    return got > 0;
}

/* The bytes up to the end of the line; false when nothing came before the end of all. */
static bool ear_line(Ear *ear)
{
    ear->length = 0;
    ear->too_long = false;
    while (!ear->ended) {
        if (ear->from == ear->to && !ear_fill(ear)) {
            ear->ended = true;
            break;
        }
        char byte = ear->bytes[ear->from++];
        if (byte == '\n')
            return true;
        if (ear->length < sizeof ear->line)
            ear->line[ear->length++] = byte;
        else
            ear->too_long = true;
    }
    return false; /* a line without an end was not sent off */
}

static bool is_control(uint32_t letter)
{
    return (letter < 0x20 && letter != '\t') || (letter >= 0x7f && letter < 0xa0) || letter == 0x2028 || letter == 0x2029;
}

static bool has_control(Text line)
{
    for (size_t at = 0; at < line.length;)
        if (is_control(utf8_next(line, &at)))
            return true;
    return false;
}

static bool ear_refuses(Ear *ear, Text line)
{
    bool broken = utf8_first_fault(line) != SIZE_MAX;
    ear->why = ear->too_long ? MSG_ASK_TOO_LONG : broken ? MSG_ASK_NOT_UTF8 : MSG_ASK_CONTROL;
    return ear->too_long || broken || has_control(line);
}

Heard ear_listen(Ear *ear, Text *line)
{
    if (!ear_line(ear))
        return HEARD_END;
    *line = (Text){ ear->line, ear->length };
    if (text_ends(*line, TEXT("\r")))
        line->length--;
    if (ear_refuses(ear, *line))
        return HEARD_REFUSED;
    *line = text_trim(*line);
    return HEARD_LINE;
}
