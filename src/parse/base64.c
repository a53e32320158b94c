/* SPDX-License-Identifier: MIT
 *
 * Four characters make three bytes. GMime's decoder is not used: it takes bytes off the end of the
 * piece it is given when that ends with '=', which loses a byte where a piece happens to divide the
 * padding, and puts NULs where padded texts follow each other.
 */
#include "base64.h"

#define SKIP 0x80

static const guint8 values[256] = {
    SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP,
    SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP,
    SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, 62,   SKIP, SKIP, SKIP, 63,
    52,   53,   54,   55,   56,   57,   58,   59,   60,   61,   SKIP, SKIP, SKIP, SKIP, SKIP, SKIP,
    SKIP, 0,    1,    2,    3,    4,    5,    6,    7,    8,    9,    10,   11,   12,   13,   14,
    15,   16,   17,   18,   19,   20,   21,   22,   23,   24,   25,   SKIP, SKIP, SKIP, SKIP, SKIP,
    SKIP, 26,   27,   28,   29,   30,   31,   32,   33,   34,   35,   36,   37,   38,   39,   40,
    41,   42,   43,   44,   45,   46,   47,   48,   49,   50,   51,   SKIP, SKIP, SKIP, SKIP, SKIP,
    SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP,
    SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP,
    SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP,
    SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP,
    SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP,
    SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP,
    SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP,
    SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, SKIP};

static gsize
put_left(InkBase64 *self, char *out)
{
    gsize size = self->count == 3 ? 2 : self->count == 2 ? 1 : 0;
    guint32 bits = self->bits << (6 * (4 - self->count));
    if (size > 0)
        out[0] = (char)(bits >> 16 & 0xff);
    if (size > 1)
        out[1] = (char)(bits >> 8 & 0xff);
    *self = (InkBase64){0};
    return size;
}

gsize
ink_base64_step(InkBase64 *self, const char *text, gsize size, char *out)
{
    const guchar *at = (const guchar *)text, *end = at + size;
    char *start = out;
    while (at < end) {
        if (self->count == 0 && end - at >= 4) {
            guint8 a = values[at[0]], b = values[at[1]], c = values[at[2]], d = values[at[3]];
            if (((a | b | c | d) & SKIP) == 0) {
                guint32 bits = (guint32)a << 18 | (guint32)b << 12 | (guint32)c << 6 | d;
                *out++ = (char)(bits >> 16);
                *out++ = (char)(bits >> 8 & 0xff);
                *out++ = (char)(bits & 0xff);
                at += 4;
                continue;
            }
        }
        guint8 value = values[*at];
        if (*at++ == '=')
            out += put_left(self, out);
        if ((value & SKIP) != 0)
            continue;
        self->bits = self->bits << 6 | value;
        if (++self->count == 4) {
            *out++ = (char)(self->bits >> 16 & 0xff);
            *out++ = (char)(self->bits >> 8 & 0xff);
            *out++ = (char)(self->bits & 0xff);
            *self = (InkBase64){0};
        }
    }
    return (gsize)(out - start);
}

gsize
ink_base64_end(InkBase64 *self, char *out)
{
    return put_left(self, out);
}
