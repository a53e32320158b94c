/* SPDX-License-Identifier: MIT
 *
 * The fields of a message stand in a table, in the order in which they are written; the writer and
 * the reader both follow it, so they cannot disagree.
 *
 *   string   its size (32 bits), its bytes; the size ABSENT alone for NULL
 *   strings  how many, and then each
 *   list     how many, and then each element's fields
 *   number   64 bits
 *   message  1 and its fields, or 0
 *
 * The reader never looks beyond the end, allocates nothing that the bytes at hand do not pay for,
 * and gives each thing to the message as soon as it is whole: wherever it stops, ink_message_free()
 * frees all of it. It looks for a line's end too, because a name or a subject with one in it could
 * become a header of a letter. What message.h promises of several fields together, promises.c looks
 * after.
 */
#include "message-wire.h"

#include "promises.h"

#include "inkom/clock.h"

#include <string.h>

#define ABSENT G_MAXUINT32

/* 1 January 1 and 31 December 9999, UTC seconds: what a GDateTime can hold. */
#define FIRST_TIME G_GINT64_CONSTANT(-62135596800)
#define LAST_TIME  G_GINT64_CONSTANT(253402300799)

/* Things in lists: what is in memory is up to ten times what was written for it. */
#define MOST_ITEMS 1000000

/* Messages in each other; the highest message_depth that can be configured is 20. */
#define MOST_DEPTH 32

typedef enum {
    LINE,       /* char *, never NULL, without CR and LF */
    MAYBE_LINE, /* the same or NULL */
    TEXT,       /* char *, never NULL */
    LINES,      /* char **, never NULL, each as LINE */
    LIST,       /* GPtrArray of what elements describes */
    BOOLEAN,    /* gboolean */
    CHOICE,     /* an enum, from 0 to most */
    COUNT,      /* guint */
    SIZE,       /* gint64, not negative */
    TIME,       /* gint64, INK_TIME_NONE or within the years 1 to 9999 */
    MAYBE_INNER /* InkMessage * or NULL */
} Kind;

typedef struct Field Field;

/* The last field of a table has no name. */
struct Field {
    const char *name;
    gsize offset;
    Kind kind;
    guint most;
    gsize element_size;
    const Field *elements;
};

#define FIELD(type, member, kind)                                                                  \
    {                                                                                              \
#member, G_STRUCT_OFFSET(type, member), kind, 0, 0, NULL                                   \
    }
#define ENUM(type, member, most)                                                                   \
    {                                                                                              \
#member, G_STRUCT_OFFSET(type, member), CHOICE, most, 0, NULL                              \
    }
#define ELEMENTS(type, member, element, fields)                                                    \
    {                                                                                              \
#member, G_STRUCT_OFFSET(type, member), LIST, 0, sizeof(element), fields                   \
    }

static const Field address_fields[] = {
    FIELD(InkAddress, name, MAYBE_LINE),
    FIELD(InkAddress, address, LINE),
    {0},
};

static const Field header_fields[] = {
    FIELD(InkHeader, name, LINE),
    FIELD(InkHeader, value, LINE),
    {0},
};

static const Field received_fields[] = {
    FIELD(InkReceived, by, MAYBE_LINE),
    FIELD(InkReceived, time, TIME),
    {0},
};

static const Field attachment_fields[] = {
    FIELD(InkAttachment, name, MAYBE_LINE),     FIELD(InkAttachment, type, LINE),
    FIELD(InkAttachment, size, SIZE),           FIELD(InkAttachment, sha256, LINE),
    FIELD(InkAttachment, message, MAYBE_INNER), {0},
};

static const Field report_part_fields[] = {
    FIELD(InkReportPart, type, LINE),
    FIELD(InkReportPart, text, TEXT),
    {0},
};

static const Field message_fields[] = {
    ELEMENTS(InkMessage, headers, InkHeader, header_fields),
    ELEMENTS(InkMessage, from, InkAddress, address_fields),
    ELEMENTS(InkMessage, to, InkAddress, address_fields),
    ELEMENTS(InkMessage, cc, InkAddress, address_fields),
    ELEMENTS(InkMessage, reply_to, InkAddress, address_fields),
    FIELD(InkMessage, from_fields, COUNT),
    FIELD(InkMessage, from_is_group, BOOLEAN),
    ENUM(InkMessage, return_path_kind, INK_RETURN_PATH_BAD),
    FIELD(InkMessage, return_path, MAYBE_LINE),
    FIELD(InkMessage, subject, LINE),
    FIELD(InkMessage, message_id, MAYBE_LINE),
    FIELD(InkMessage, in_reply_to, LINES),
    FIELD(InkMessage, references, LINES),
    FIELD(InkMessage, date, TIME),
    ELEMENTS(InkMessage, received, InkReceived, received_fields),
    FIELD(InkMessage, content_type, LINE),
    FIELD(InkMessage, report_type, MAYBE_LINE),
    FIELD(InkMessage, calendar_method, MAYBE_LINE),
    FIELD(InkMessage, is_encrypted, BOOLEAN),
    FIELD(InkMessage, text, TEXT),
    FIELD(InkMessage, new_text, TEXT),
    FIELD(InkMessage, signature, TEXT),
    ENUM(InkMessage, text_source, INK_TEXT_HTML),
    FIELD(InkMessage, is_text_cut, BOOLEAN),
    ELEMENTS(InkMessage, attachments, InkAttachment, attachment_fields),
    ELEMENTS(InkMessage, report_parts, InkReportPart, report_part_fields),
    FIELD(InkMessage, defects, LINES),
    {0},
};

/* A new field that is not in its table would be lost on the way: give it a row, and then count. */
_Static_assert(sizeof(void *) != 8 || (sizeof(InkAddress) == 16 && sizeof(InkHeader) == 16 &&
                                       sizeof(InkReceived) == 16 && sizeof(InkAttachment) == 40 &&
                                       sizeof(InkReportPart) == 16 && sizeof(InkMessage) == 200),
               "a field of InkMessage has no row in the table");

#define MEMBER(type, object, field) (*(type *)G_STRUCT_MEMBER_P(object, (field)->offset))

/* --- writing ----------------------------------------------------------------------------------*/

static void
put(GByteArray *out, gconstpointer bytes, gsize size)
{
    g_byte_array_append(out, bytes, (guint)size);
}

static void
put_count(GByteArray *out, guint32 count)
{
    put(out, &count, sizeof count);
}

static void
put_number(GByteArray *out, gint64 number)
{
    put(out, &number, sizeof number);
}

static void
put_string(GByteArray *out, const char *text)
{
    gsize size = text != NULL ? strlen(text) : 0;
    put_count(out, text != NULL ? (guint32)size : ABSENT);
    if (size > 0)
        put(out, text, size);
}

static void put_fields(GByteArray *out, gconstpointer object, const Field *fields);

static void
put_list(GByteArray *out, const GPtrArray *list, const Field *elements)
{
    put_count(out, list->len);
    for (guint i = 0; i < list->len; i++)
        put_fields(out, list->pdata[i], elements);
}

static void
put_strings(GByteArray *out, char *const *strings)
{
    put_count(out, g_strv_length((char **)strings));
    for (; *strings != NULL; strings++)
        put_string(out, *strings);
}

static void
put_inner(GByteArray *out, const InkMessage *message)
{
    put_count(out, message != NULL);
    if (message != NULL)
        ink_message_wire_write(message, out);
}

static void
put_field(GByteArray *out, gconstpointer object, const Field *field)
{
    switch (field->kind) {
    case LINE:
    case MAYBE_LINE:
    case TEXT:
        put_string(out, MEMBER(char *const, object, field));
        break;
    case LINES:
        put_strings(out, MEMBER(char **const, object, field));
        break;
    case LIST:
        put_list(out, MEMBER(GPtrArray *const, object, field), field->elements);
        break;
    case BOOLEAN:
    case CHOICE:
    case COUNT:
        put_number(out, MEMBER(const guint, object, field));
        break;
    case SIZE:
    case TIME:
        put_number(out, MEMBER(const gint64, object, field));
        break;
    case MAYBE_INNER:
        put_inner(out, MEMBER(InkMessage *const, object, field));
        break;
    }
}

static void
put_fields(GByteArray *out, gconstpointer object, const Field *fields)
{
    for (const Field *field = fields; field->name != NULL; field++)
        put_field(out, object, field);
}

void
ink_message_wire_write(const InkMessage *message, GByteArray *out)
{
    put_fields(out, message, message_fields);
}

/* --- reading ----------------------------------------------------------------------------------*/

typedef struct {
    const InkLimits *limits;
    const char *at, *end;
    guint items;     /* taken from lists so far */
    guint depth;     /* messages that are begun and not ended */
    const char *why; /* what is wrong; NULL while nothing is */
} Cursor;

static gboolean
refuse(Cursor *cursor, const char *why)
{
    cursor->why = why;
    return FALSE;
}

static gboolean
take(Cursor *cursor, gpointer out, gsize size)
{
    if ((gsize)(cursor->end - cursor->at) < size)
        return refuse(cursor, "svaret tar slut för tidigt");
    memcpy(out, cursor->at, size);
    cursor->at += size;
    return TRUE;
}

static gboolean
is_within(const Field *field, gint64 number)
{
    switch (field->kind) {
    case BOOLEAN:
        return number == FALSE || number == TRUE;
    case CHOICE:
        return number >= 0 && number <= field->most;
    case COUNT:
        return number >= 0 && number <= G_MAXUINT;
    case SIZE:
        return number >= 0;
    case TIME:
        return number == INK_TIME_NONE || (number >= FIRST_TIME && number <= LAST_TIME);
    default:
        return FALSE;
    }
}

static gboolean
take_number(Cursor *cursor, const Field *field, gint64 *out)
{
    gint64 number;
    if (!take(cursor, &number, sizeof number))
        return FALSE;
    if (!is_within(field, number))
        return refuse(cursor, "ett tal är utanför sina gränser");
    *out = number;
    return TRUE;
}

static gboolean
take_string(Cursor *cursor, Kind kind, char **out)
{
    guint32 size;
    if (!take(cursor, &size, sizeof size))
        return FALSE;
    if (size == ABSENT && kind == MAYBE_LINE) {
        g_clear_pointer(out, g_free);
        return TRUE;
    }
    if ((gsize)(cursor->end - cursor->at) < size)
        return refuse(cursor, "en text är längre än svaret");
    const char *text = cursor->at;
    cursor->at += size;
    /* Given a size, it does not take NUL. */
    if (!g_utf8_validate_len(text, size, NULL))
        return refuse(cursor, "en text är inte UTF-8");
    if (kind != TEXT && (memchr(text, '\n', size) != NULL || memchr(text, '\r', size) != NULL))
        return refuse(cursor, "en text som ska vara en rad är flera");
    g_free(*out);
    *out = g_strndup(text, size);
    return TRUE;
}

/* How many there are of something that takes at least 4 bytes each. */
static gboolean
take_count(Cursor *cursor, guint *out)
{
    guint32 count;
    if (!take(cursor, &count, sizeof count))
        return FALSE;
    if (count > (gsize)(cursor->end - cursor->at) / 4 || count > MOST_ITEMS - cursor->items)
        return refuse(cursor, "en lista är längre än svaret");
    cursor->items += count;
    *out = count;
    return TRUE;
}

static gboolean
take_strings(Cursor *cursor, char ***out)
{
    guint count;
    if (!take_count(cursor, &count))
        return FALSE;
    g_auto(GStrv) strings = g_new0(char *, count + 1);
    for (guint i = 0; i < count; i++)
        if (!take_string(cursor, LINE, &strings[i]))
            return FALSE;
    g_strfreev(*out);
    *out = g_steal_pointer(&strings);
    return TRUE;
}

static gboolean take_fields(Cursor *cursor, gpointer object, const Field *fields);

/* The list is empty and knows how to free what it is given, whole or half. */
static gboolean
take_list(Cursor *cursor, GPtrArray *list, const Field *field)
{
    guint count;
    if (!take_count(cursor, &count))
        return FALSE;
    for (guint i = 0; i < count; i++) {
        gpointer element = g_malloc0(field->element_size);
        g_ptr_array_add(list, element);
        if (!take_fields(cursor, element, field->elements))
            return FALSE;
    }
    return TRUE;
}

static gboolean take_inner(Cursor *cursor, InkMessage **out);

static gboolean
take_field(Cursor *cursor, gpointer object, const Field *field)
{
    gint64 number = 0;
    switch (field->kind) {
    case LINE:
    case MAYBE_LINE:
    case TEXT:
        return take_string(cursor, field->kind, &MEMBER(char *, object, field));
    case LINES:
        return take_strings(cursor, &MEMBER(char **, object, field));
    case LIST:
        return take_list(cursor, MEMBER(GPtrArray *, object, field), field);
    case BOOLEAN:
    case CHOICE:
    case COUNT:
        if (!take_number(cursor, field, &number))
            return FALSE;
        MEMBER(guint, object, field) = (guint)number;
        return TRUE;
    case SIZE:
    case TIME:
        return take_number(cursor, field, &MEMBER(gint64, object, field));
    case MAYBE_INNER:
        return take_inner(cursor, &MEMBER(InkMessage *, object, field));
    }
    return FALSE;
}

static gboolean
take_fields(Cursor *cursor, gpointer object, const Field *fields)
{
    for (const Field *field = fields; field->name != NULL; field++)
        if (!take_field(cursor, object, field))
            return FALSE;
    return TRUE;
}

static InkMessage *
take_message(Cursor *cursor)
{
    g_autoptr(InkMessage) message = ink_message_new();
    if (!take_fields(cursor, message, message_fields))
        return NULL;
    cursor->why = ink_promises_find_broken(message, cursor->limits);
    return cursor->why == NULL ? g_steal_pointer(&message) : NULL;
}

static gboolean
take_inner(Cursor *cursor, InkMessage **out)
{
    guint32 is_there;
    if (!take(cursor, &is_there, sizeof is_there))
        return FALSE;
    if (is_there == FALSE)
        return TRUE;
    if (is_there != TRUE || cursor->depth >= MOST_DEPTH)
        return refuse(cursor, "meddelanden ligger för djupt i varandra");
    cursor->depth++;
    *out = take_message(cursor);
    cursor->depth--;
    return *out != NULL;
}

InkMessage *
ink_message_wire_read(const char *bytes, gsize size, const InkLimits *limits, const char **out_why)
{
    const char *start = size > 0 ? bytes : ""; /* no bytes may have no place */
    Cursor cursor = {.limits = limits, .at = start, .end = start + size};
    g_autoptr(InkMessage) message = take_message(&cursor);
    if (message != NULL && cursor.at == cursor.end)
        return g_steal_pointer(&message);
    *out_why = cursor.why != NULL ? cursor.why : "det står mer efter svaret";
    return NULL;
}
