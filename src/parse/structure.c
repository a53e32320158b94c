/* SPDX-License-Identifier: MIT
 *
 * One walk over the raw bytes finds every part and keeps every limit while it goes, so that no
 * message can cost more than its size. GMime's own parser is not used for this: it recurses once
 * per byte pair in an address header (81 KB of "a:" ends the program), has no limit on parts, hides
 * what stands before the first boundary and drops a body whose boundary is wrong. A check in front
 * of it would have to see exactly the parts that it sees, so the check is the parser.
 *
 * path holds the parts that are open, outermost first, each multipart with its boundary. A line
 * that begins with "--" is compared with them from the innermost out. A match closes what is inside
 * it; "--boundary--" also takes the boundary away, and what follows is epilogue. An attached
 * message is one part: its header is never read here, so no nested header can do harm.
 */
#include "structure.h"

#include "fields.h"

#include "inkom/error.h"

#include <string.h>

enum { GUESS_LINES = 40 };

typedef struct {
    guint part;
    char *boundary; /* NULL: not a multipart, or its end has been seen */
    gsize boundary_size;
} Open;

typedef struct {
    InkStructure *structure;
    const InkLimits *limits;
    InkDefects *defects;
    GArray *path;
    const char *at, *end;
} Scanner;

static void
free_part(gpointer data)
{
    InkPart *part = data;
    ink_params_free(part->type);
    ink_params_free(part->disposition);
    g_free(part);
}

static void
clear_open(gpointer data)
{
    g_free(((Open *)data)->boundary);
}

void
ink_structure_free(InkStructure *structure)
{
    if (structure == NULL)
        return;
    g_ptr_array_unref(structure->parts);
    g_free(structure);
}

const InkPart *
ink_structure_get(const InkStructure *structure, guint index)
{
    return structure->parts->pdata[index];
}

static GMimeContentEncoding
parse_encoding(const char *value, InkDefects *defects)
{
    g_autoptr(InkParams) params = ink_params_parse(value);
    GMimeContentEncoding encoding = g_mime_content_encoding_from_string(params->value);
    if (encoding == GMIME_CONTENT_ENCODING_DEFAULT && *params->value != '\0')
        ink_defects_add(defects, "En del har en okänd överföringskodning och lästes som den är.");
    return encoding;
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

/* Of two Content-Type fields the first counts, as it does for every other field. */
static void
take_field(Scanner *scanner, InkPart *part, const InkField *field, gboolean *has_encoding)
{
    gboolean is_again = FALSE;
    if (ink_field_is(field, "Content-Type")) {
        is_again = part->type != NULL;
        g_autofree char *value = is_again ? NULL : ink_field_dup_value(field);
        if (!is_again)
            part->type = ink_params_parse(value);
    } else if (ink_field_is(field, "Content-Disposition")) {
        is_again = part->disposition != NULL;
        g_autofree char *value = is_again ? NULL : ink_field_dup_value(field);
        if (!is_again)
            part->disposition = ink_params_parse(value);
    } else if (ink_field_is(field, "Content-Transfer-Encoding")) {
        is_again = *has_encoding;
        *has_encoding = TRUE;
        g_autofree char *value = is_again ? NULL : ink_field_dup_value(field);
        if (!is_again)
            part->encoding = parse_encoding(value, scanner->defects);
    }
    if (is_again)
        ink_defects_add(scanner->defects,
                        "Ett fält om innehållet (Content-…) står två gånger; det första gäller.");
}

static gboolean
read_header(Scanner *scanner, InkPart *part, GError **error)
{
    const char *start = scanner->at;
    InkFieldReader reader = {scanner->at, scanner->end, scanner->defects};
    InkField field;
    gsize count = 0;
    gboolean has_encoding = FALSE;
    while (ink_field_next(&reader, &field)) {
        if (is_over(++count, scanner->limits->header_count, "header_count",
                    "för många huvudfält i en del", error))
            return FALSE;
        take_field(scanner, part, &field, &has_encoding);
    }
    scanner->at = reader.at;
    part->body = (gsize)(scanner->at - scanner->structure->bytes);
    return !is_over((gsize)(scanner->at - start), scanner->limits->header_bytes, "header_bytes",
                    "för många byte huvud i en del", error);
}

/* "multipart/digest" says that its parts are messages unless they say otherwise. */
static InkParams *
default_type(const Scanner *scanner)
{
    if (scanner->path->len > 0) {
        const Open *parent = &g_array_index(scanner->path, Open, scanner->path->len - 1);
        const InkPart *part = ink_structure_get(scanner->structure, parent->part);
        if (strcmp(part->type->value, "multipart/digest") == 0)
            return ink_params_parse("message/rfc822");
    }
    return ink_params_parse("text/plain");
}

/* "--text" followed by a Content- field, among the first lines of a body: what the boundary must
 * be when none is given or the one given never comes. */
static char *
guess_boundary(const Scanner *scanner)
{
    const char *at = scanner->at;
    for (int i = 0; i < GUESS_LINES && at < scanner->end; i++) {
        const char *next = ink_line_end(at, scanner->end);
        if (next - at > 2 && at[0] == '-' && at[1] == '-' && scanner->end - next > 8 &&
            g_ascii_strncasecmp(next, "Content-", 8) == 0)
            return g_strchomp(g_strndup(at + 2, (gsize)(next - at - 2)));
        at = next;
    }
    return NULL;
}

static gboolean
has_delimiter(const Scanner *scanner, const char *boundary)
{
    g_autofree char *line = g_strconcat("--", boundary, NULL);
    return memmem(scanner->at, (gsize)(scanner->end - scanner->at), line, strlen(line)) != NULL;
}

/* The boundary of the multipart whose body begins here, or NULL. That a declared one exists is
 * looked up for the outermost only: once over the bytes, not once per level. */
static char *
choose_boundary(const Scanner *scanner, const InkPart *part)
{
    g_autofree char *declared = g_strdup(ink_params_find(part->type, "boundary"));
    if (declared == NULL)
        declared = ink_params_dup_decoded(part->type, "boundary", scanner->defects);
    if (declared != NULL)
        g_strchomp(declared);
    gboolean is_missing = declared == NULL || *declared == '\0';
    if (!is_missing && (part->depth > 0 || has_delimiter(scanner, declared)))
        return g_steal_pointer(&declared);
    char *guess = guess_boundary(scanner);
    if (guess == NULL && !is_missing)
        return g_steal_pointer(&declared);
    ink_defects_add(scanner->defects, guess != NULL
                                          ? "Gränsen mellan delarna saknas eller är en annan än "
                                            "den uppgivna; den som används i texten gäller."
                                          : "Gränsen mellan delarna saknas; allt lästes som text.");
    return guess;
}

static gboolean
open_part(Scanner *scanner, GError **error)
{
    GPtrArray *parts = scanner->structure->parts;
    InkPart *part = g_new0(InkPart, 1);
    Open open = {.part = parts->len};
    g_ptr_array_add(parts, part);
    part->depth = scanner->path->len;
    if (is_over(parts->len, scanner->limits->parts, "parts", "för många delar", error) ||
        !read_header(scanner, part, error))
        return FALSE;
    if (part->type == NULL)
        part->type = default_type(scanner);
    part->is_multipart = g_str_has_prefix(part->type->value, "multipart/");
    if (part->is_multipart) {
        open.boundary = choose_boundary(scanner, part);
        open.boundary_size = open.boundary != NULL ? strlen(open.boundary) : 0;
    }
    g_array_append_val(scanner->path, open);
    return !part->is_multipart || !is_over(scanner->path->len, scanner->limits->depth, "depth",
                                           "för många delar i varandra", error);
}

static void
close_parts(Scanner *scanner, guint length, gsize end)
{
    while (scanner->path->len > length) {
        const Open *open = &g_array_index(scanner->path, Open, scanner->path->len - 1);
        InkPart *part = scanner->structure->parts->pdata[open->part];
        part->end = MAX(end, part->body);
        part->after = scanner->structure->parts->len;
        g_array_set_size(scanner->path, scanner->path->len - 1);
    }
}

/* How many parts stay open when this line is a boundary: 1 + the index of its multipart; 0 if it
 * is none. */
static guint
match_delimiter(const Scanner *scanner, const char *line, gsize size, gboolean *out_is_last)
{
    while (size > 2 && g_ascii_isspace(line[size - 1]))
        size--;
    for (guint i = scanner->path->len; i > 0; i--) {
        const Open *open = &g_array_index(scanner->path, Open, i - 1);
        if (open->boundary == NULL || size < open->boundary_size + 2)
            continue;
        gsize over = size - 2 - open->boundary_size;
        if ((over != 0 && over != 2) ||
            memcmp(line + 2, open->boundary, open->boundary_size) != 0 ||
            (over == 2 && memcmp(line + size - 2, "--", 2) != 0))
            continue;
        *out_is_last = over == 2;
        return i;
    }
    return 0;
}

/* Where a body ends whose next line is a boundary: before the line end in front of it. */
static gsize
body_end(const Scanner *scanner, const char *line)
{
    const char *start = scanner->structure->bytes;
    if (line > start && line[-1] == '\n')
        line--;
    if (line > start && line[-1] == '\r')
        line--;
    return (gsize)(line - start);
}

/* Goes on to the next part. FALSE when there is none. */
static gboolean
find_next_part(Scanner *scanner)
{
    while (scanner->at < scanner->end) {
        const char *line = scanner->at;
        scanner->at = ink_line_end(line, scanner->end);
        gboolean is_last = FALSE;
        if (*line != '-' || scanner->at - line < 3 || line[1] != '-')
            continue;
        guint stay = match_delimiter(scanner, line, (gsize)(scanner->at - line), &is_last);
        if (stay == 0)
            continue;
        close_parts(scanner, stay, body_end(scanner, line));
        if (!is_last)
            return TRUE;
        Open *open = &g_array_index(scanner->path, Open, stay - 1);
        g_clear_pointer(&open->boundary, g_free);
    }
    return FALSE;
}

InkStructure *
ink_structure_scan(const char *bytes, gsize size, const InkLimits *limits, InkDefects *defects,
                   GError **error)
{
    g_autoptr(InkStructure) structure = g_new0(InkStructure, 1);
    structure->bytes = bytes;
    structure->size = size;
    structure->parts = g_ptr_array_new_with_free_func(free_part);
    g_autoptr(GArray) path = g_array_new(FALSE, FALSE, sizeof(Open));
    g_array_set_clear_func(path, clear_open);
    Scanner scanner = {.structure = structure,
                       .limits = limits,
                       .defects = defects,
                       .path = path,
                       .at = bytes,
                       .end = bytes + size};
    do {
        if (!open_part(&scanner, error))
            return NULL;
    } while (find_next_part(&scanner));
    gboolean is_unended = FALSE;
    for (guint i = 0; i < path->len; i++)
        is_unended = is_unended || g_array_index(path, Open, i).boundary != NULL;
    if (is_unended)
        ink_defects_add(defects, "Den sista gränsen mellan delarna saknas; meddelandet kan vara "
                                 "avhugget.");
    close_parts(&scanner, 0, size);
    return g_steal_pointer(&structure);
}
