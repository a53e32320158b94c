/* SPDX-License-Identifier: MIT
 *
 * GMime has no limits: a million parts cost it 1.3 GB, a million header lines 528 MB, and each line
 * that begins with "--" is compared with every boundary that is open. So the parts, their headers
 * and their boundaries are counted first, never fewer than GMime will find: a header begins where
 * GMime may begin one (at the start, and after a line that equals any boundary declared so far) and
 * ends at the same empty line. tests/unit/mime-test.c holds the messages that show it.
 *
 * GMime also drops what stands in a header without being a field, and with it the text when the
 * empty line is missing (tests/unit/prescan-test.c). Such a line is taken away when a field with a
 * known name follows it, for then the header clearly goes on; otherwise an empty line is put in
 * front of it, so that it is read as text. Then, and where a header holds NUL, GMime gets a copy.
 */
#include "prescan.h"

#include "gmime-auto.h"

#include "inkom/error.h"

#include <string.h>

/* Of lines with boundaries: GMime makes as many, and 100 million take it about a second. */
#define MAX_COMPARISONS (1000 * 1000 * 1000)

typedef struct {
    const char *start, *at, *end;
    const char *copied; /* what stands before is in copy */
    GByteArray *copy;   /* NULL while nothing had to be mended */
    GPtrArray *boundaries;
    gsize parts, fields, comparisons;
    const InkLimits *limits;
    InkDefects *defects;
} Prescan;

static const char *const known_names[] = {
    "Received",    "Return-Path", "Delivered-To", "MIME-Version", "From",       "Sender",
    "Reply-To",    "To",          "Cc",           "Bcc",          "Subject",    "Date",
    "Message-ID",  "In-Reply-To", "References",   "Precedence",   "User-Agent", "Auto-Submitted",
    "Received-SPF"};
static const char *const known_starts[] = {"X-",      "Content-", "List-", "Resent-",
                                           "Thread-", "ARC-",     "DKIM-", "Authentication-"};

static const char *
line_end(const char *at, const char *end)
{
    const char *feed = memchr(at, '\n', (gsize)(end - at));
    return feed != NULL ? feed + 1 : end;
}

static gboolean
is_blank(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n'))
        at++;
    return at == end;
}

static gboolean
is_over(gsize value, gint64 limit, const char *name, const char *what, GError **error)
{
    if (value <= (gsize)limit)
        return FALSE;
    g_set_error(error, INK_ERROR, INK_ERROR_BAD_MESSAGE,
                "Meddelandet har %s: %" G_GSIZE_FORMAT ", gränsen %s är %" G_GINT64_FORMAT
                ". Höj gränsen under limits: i konfigurationen om meddelandet är äkta.",
                what, value, name, limit);
    return TRUE;
}

/* Only where depth is set higher than it is from the start. */
static gboolean
is_too_slow(gsize comparisons, guint boundaries, GError **error)
{
    if (comparisons <= MAX_COMPARISONS)
        return FALSE;
    g_set_error(error, INK_ERROR, INK_ERROR_BAD_MESSAGE,
                "Meddelandet har %u delar i varandra och för många rader som liknar gränser mellan "
                "delar för att kunna läsas i rimlig tid. Gränsen depth under limits: i "
                "konfigurationen kan sänkas.",
                boundaries);
    return TRUE;
}

/* Puts text in the place of the bytes from at to next. */
static void
mend(Prescan *self, const char *at, const char *next, const char *text)
{
    if (self->copy == NULL)
        self->copy = g_byte_array_sized_new((guint)(self->end - self->copied) + 64);
    g_byte_array_append(self->copy, (const guint8 *)self->copied, (guint)(at - self->copied));
    g_byte_array_append(self->copy, (const guint8 *)text, (guint)strlen(text));
    self->copied = next;
}

/* with: what stands in the place of each. */
static void
replace_nul(Prescan *self, const char *at, const char *end, const char *with)
{
    const char *nul = memchr(at, '\0', (gsize)(end - at));
    if (nul != NULL)
        ink_defects_add(self->defects, "Huvudet innehöll NUL-tecken; de togs bort.");
    for (; nul != NULL; nul = memchr(nul + 1, '\0', (gsize)(end - nul - 1)))
        mend(self, nul, nul + 1, with);
}

/* The size of the name of "Name:" or "Name :" at the start of a line; 0 if there is none. */
static gsize
name_size(const char *at, const char *end)
{
    const char *c = at;
    while (c<end && * c> ' ' && *c < 127 && *c != ':')
        c++;
    gsize size = (gsize)(c - at);
    while (c < end && (*c == ' ' || *c == '\t'))
        c++;
    return c < end && *c == ':' ? size : 0;
}

static gboolean
is_named(const char *at, gsize size, const char *name)
{
    return strlen(name) == size && g_ascii_strncasecmp(at, name, size) == 0;
}

static gboolean
is_known_field(const char *at, const char *end)
{
    gsize size = name_size(at, end);
    for (gsize i = 0; size > 0 && i < G_N_ELEMENTS(known_names); i++)
        if (is_named(at, size, known_names[i]))
            return TRUE;
    for (gsize i = 0; size > 0 && i < G_N_ELEMENTS(known_starts); i++)
        if (g_ascii_strncasecmp(at, known_starts[i], strlen(known_starts[i])) == 0)
            return TRUE;
    return FALSE;
}

/* Past the lines that continue a field. A line of only white space continues it too, unless what
 * follows shows that somebody meant it as the empty line before the body. */
static const char *
skip_continuation(const char *line, const char *end)
{
    while (line < end && (*line == ' ' || *line == '\t')) {
        const char *next = line_end(line, end);
        if (is_blank(line, next) && next < end && !is_blank(next, next + 1) &&
            name_size(next, end) == 0)
            break;
        line = next;
    }
    return line;
}

/* Which boundary (1 + its index) this line can be to GMime; 0 if none. Where the line can be both
 * the start of a part and the end of a multipart, it is taken for a start. */
static guint
find_boundary(const Prescan *self, const char *line, const char *next, gboolean *out_is_last)
{
    guint found = 0;
    if (next - line < 3 || line[0] != '-' || line[1] != '-')
        return 0;
    gsize size = (gsize)(next - line - 2);
    while (size > 0 && g_ascii_isspace(line[2 + size - 1]))
        size--;
    for (guint i = 0; i < self->boundaries->len; i++) {
        const char *boundary = self->boundaries->pdata[i];
        gsize length = strlen(boundary);
        if (size < length || memcmp(line + 2, boundary, length) != 0)
            continue;
        *out_is_last = size > length;
        if (size == length)
            return i + 1;
        if (size == length + 2 && memcmp(line + 2 + length, "--", 2) == 0)
            found = i + 1;
    }
    *out_is_last = found > 0;
    return found;
}

static char *
dup_without_nul(const char *at, gsize size)
{
    GString *text = g_string_sized_new(size + 1);
    for (const char *c = at; c < at + size; c++)
        if (*c != '\0')
            g_string_append_c(text, *c);
    return g_string_free(text, FALSE);
}

/* Takes the boundary of a Content-Type field, if it has one: decoded first, as GMime does it. */
static gboolean
take_boundary(Prescan *self, const char *line, const char *next)
{
    const char *value = (const char *)memchr(line, ':', (gsize)(next - line)) + 1;
    g_autofree char *raw = dup_without_nul(value, (gsize)(next - value));
    g_autofree char *unfolded = g_mime_utils_header_unfold(raw);
    g_autofree char *decoded = g_mime_utils_header_decode_text(NULL, unfolded);
    g_autoptr(GMimeContentType) type = g_mime_content_type_parse(NULL, decoded);
    const char *boundary = g_mime_content_type_get_parameter(type, "boundary");
    if (boundary != NULL)
        /* cppcheck-suppress leakNoVarFunctionCall ; the array owns it */
        g_ptr_array_add(self->boundaries, g_strchomp(g_strdup(boundary)));
    return boundary != NULL;
}

/* The field that says who is vouched for must be the same to all servers, for one of them takes
 * away what is forged. A NUL ends it for some, some do not know it with a blank before its colon,
 * and for some the header ends at a line that is no field, or of blanks. A comma, which can stand
 * nowhere that counts, breaks such a field for us too. */
static void
break_field(Prescan *self, const char *line)
{
    const char *value = (const char *)memchr(line, ':', (gsize)(self->at - line)) + 1;
    mend(self, value, value, ",");
}

/* Of two Content-Type fields GMime takes the last. One that has a boundary is not overruled: the
 * later field is taken away, or the text would be the source of the parts. */
static void
take_field(Prescan *self, const char *line, gsize name_length, gboolean is_doubtful,
           gboolean *has_boundary)
{
    gboolean is_type = is_named(line, name_length, "Content-Type");
    if (is_type && *has_boundary) {
        ink_defects_add(self->defects, "Fältet Content-Type står två gånger; det som uppger "
                                       "gränsen mellan delarna gäller.");
        mend(self, line, self->at, "");
        return;
    }
    gboolean is_result = is_named(line, name_length, "Authentication-Results");
    if (is_result && (is_doubtful || line[name_length] != ':'))
        break_field(self, line);
    replace_nul(self, line, self->at, is_result ? "," : "");
    if (is_type)
        *has_boundary = take_boundary(self, line, self->at);
}

/* The line is no field. Goes past it and returns TRUE if the header goes on after it. */
static gboolean
skip_debris(Prescan *self, const char *line, const char *next)
{
    gboolean is_like_boundary = strncmp(line, "--", MIN(2, (gsize)(next - line))) == 0;
    if (!is_like_boundary && is_known_field(next, self->end)) {
        ink_defects_add(self->defects, "En rad i huvudet är inget huvudfält och hoppades över.");
        mend(self, line, next, "");
        self->at = next;
        return TRUE;
    }
    if (!is_like_boundary)
        ink_defects_add(self->defects, "Huvudet slutar utan tom rad; det som inte är ett huvudfält "
                                       "lästes som text.");
    mend(self, line, line, "\n");
    return FALSE;
}

static gboolean
has_blank_line(const char *at, const char *end)
{
    for (const char *next; at < end; at = next) {
        next = line_end(at, end);
        if (is_blank(at, next))
            return TRUE;
    }
    return FALSE;
}

static gboolean
scan_header(Prescan *self, GError **error)
{
    const char *start = self->at;
    gboolean has_boundary = FALSE, is_doubtful = FALSE, is_last;
    while (self->at < self->end) {
        const char *line = self->at, *next = line_end(line, self->end);
        if (is_blank(line, next)) {
            if (*line != '\n' && (*line != '\r' || next - line != 2))
                mend(self, line, next, "\n");
            self->at = next;
            break;
        }
        gsize size = find_boundary(self, line, next, &is_last) > 0 ? 0 : name_size(line, self->end);
        if (size == 0) {
            if (!skip_debris(self, line, next))
                break;
            is_doubtful = TRUE;
            continue;
        }
        if (is_over(++self->fields, self->limits->header_count, "header_count",
                    "för många huvudfält", error))
            return FALSE;
        self->at = skip_continuation(next, self->end);
        take_field(self, line, size, is_doubtful, &has_boundary);
        is_doubtful = is_doubtful || has_blank_line(next, self->at);
    }
    /* Boundaries are counted as if each multipart stood inside the one before: attached messages
     * are scanned by themselves, and no other mail has more than a handful. */
    return !is_over((gsize)(self->at - start), self->limits->header_bytes, "header_bytes",
                    "för många byte huvud i en del", error) &&
           !is_over(self->boundaries->len, self->limits->depth, "depth",
                    "för många delar i varandra", error);
}

static gboolean
has_cr(const char *at, const char *end)
{
    return end - at >= 2 && end[-1] == '\n' && end[-2] == '\r';
}

/* The line end before a boundary belongs to it. GMime takes one byte or two away by how the
 * boundary's own line ends, and with them a letter where the two lines end differently. */
static void
make_line_ends_equal(Prescan *self, const char *line, const char *next)
{
    gboolean is_crlf = has_cr(self->start, line);
    if (is_crlf == has_cr(line, next))
        return;
    const char *end = next;
    while (end > line && (end[-1] == '\n' || end[-1] == '\r'))
        end--;
    mend(self, end, next, is_crlf ? "\r\n" : "\n");
}

static gboolean
scan(Prescan *self, GError **error)
{
    gboolean is_open = FALSE; /* parts of the outermost multipart have begun, and it has no end */
    if (!scan_header(self, error))
        return FALSE;
    while (self->at < self->end) {
        const char *line = self->at;
        gboolean is_last = FALSE;
        self->at = line_end(line, self->end);
        guint found = *line == '-' ? find_boundary(self, line, self->at, &is_last) : 0;
        self->comparisons += *line == '-' ? self->boundaries->len : 0;
        if (is_too_slow(self->comparisons, self->boundaries->len, error))
            return FALSE;
        if (found == 1)
            is_open = !is_last;
        if (found > 0)
            make_line_ends_equal(self, line, self->at);
        if (found == 0 || is_last)
            continue;
        if (is_over(++self->parts, self->limits->parts, "parts", "för många delar", error) ||
            !scan_header(self, error))
            return FALSE;
    }
    if (is_open)
        ink_defects_add(self->defects, "Den sista gränsen mellan delarna saknas; meddelandet kan "
                                       "vara avhugget.");
    return TRUE;
}

GBytes *
ink_prescan(GBytes *bytes, const InkLimits *limits, InkDefects *defects, InkUse *out_use,
            GError **error)
{
    gsize size;
    const char *start = g_bytes_get_data(bytes, &size);
    g_autoptr(GPtrArray) boundaries = g_ptr_array_new_with_free_func(g_free);
    Prescan self = {.start = start,
                    .at = start,
                    .end = start + size,
                    .copied = start,
                    .boundaries = boundaries,
                    .parts = 1,
                    .limits = limits,
                    .defects = defects};
    gboolean is_done = scan(&self, error);
    if (is_done && out_use != NULL)
        *out_use = (InkUse){(gint64)self.parts, (gint64)self.fields};
    if (self.copy == NULL)
        return is_done ? g_bytes_ref(bytes) : NULL;
    mend(&self, self.end, self.end, "");
    g_autoptr(GBytes) mended = g_byte_array_free_to_bytes(self.copy);
    return is_done ? g_steal_pointer(&mended) : NULL;
}
