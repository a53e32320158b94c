/* SPDX-License-Identifier: MIT
 *
 * libytnef 2.0 gives up at the first thing it does not like, and says so on standard output: a
 * subject of more than 100 bytes, a property of more than 512 KB, a checksum that is wrong, an
 * empty attribute. It looks for the end of its list of attachments at each of them, forgets the
 * earlier of two bodies, and reads as many bytes as the stream claims where compressed RTF says it
 * is plain. So the stream is read here first (MS-OXTNEF §2.1.3) and written anew: those attributes
 * that are wanted, each once, of the sizes that libytnef takes, with the right checksums, and in
 * the lists of MAPI properties those that are wanted (MS-OXPROPS). What is out of its bounds ends
 * the reading; what came before it stays.
 *
 *   signature (4)  key (2)  { level (1)  id (4)  size (4)  data  checksum (2) } …
 *   properties:  count (4)  { type (2)  id (2)  [guid (16)  kind (4)  name]  value } …
 *
 * All numbers are little-endian.
 */
#include "tnef-wash.h"

#include <stdio.h> /* which ytnef.h needs */
#include <string.h>
#include <ytnef.h>

enum {
    HEAD = 9,              /* level, id, size */
    MAX_BODY = 100 * 1000, /* libytnef's own */
    MAX_PROPERTY = 512 * 1024,
    MAX_PROPERTIES = 1000,
    MAX_TITLE = 100,
    MAX_ATTRIBUTES = 100000,
};

static const char SIGNATURE[] = "\x78\x9f\x3e\x22\x01"; /* and the key, which is never used */

/* A place in bytes that are not trusted: at never passes end. */
typedef struct {
    const guchar *at, *end;
} Cursor;

static gsize
room(const Cursor *cursor)
{
    return (gsize)(cursor->end - cursor->at);
}

static gboolean
skip(Cursor *cursor, gsize size)
{
    if (room(cursor) < size)
        return FALSE;
    cursor->at += size;
    return TRUE;
}

static gboolean
read_number(Cursor *cursor, guint32 *out)
{
    guint32 value;
    if (room(cursor) < sizeof value)
        return FALSE;
    memcpy(&value, cursor->at, sizeof value);
    *out = GUINT32_FROM_LE(value);
    cursor->at += sizeof value;
    return TRUE;
}

static void
append_number(GByteArray *out, guint32 value)
{
    value = GUINT32_TO_LE(value);
    g_byte_array_append(out, (const guint8 *)&value, sizeof value);
}

static gsize
padded(gsize size)
{
    return (size + 3) / 4 * 4;
}

/* --- MAPI properties --- */

/* The size of a value of this type that has no size of its own; 0 if it has one, -1 if nobody knows
 * the type. */
static int
fixed_size(guint type)
{
    switch (type) {
    case PT_I2:
    case PT_BOOLEAN:
    case PT_LONG:
    case PT_R4:
    case PT_ERROR:
        return 4;
    case PT_DOUBLE:
    case PT_CURRENCY:
    case PT_APPTIME:
    case PT_I8:
    case PT_SYSTIME:
        return 8;
    case PT_CLSID:
        return 16;
    case PT_STRING8:
    case PT_UNICODE:
    case PT_OBJECT:
    case PT_BINARY:
        return 0;
    default:
        return -1;
    }
}

/* Of the types that it should have: libytnef is wrong about the sizes of some others. */
static gboolean
is_wanted_property(guint32 tag)
{
    static const guint wanted[] = {PR_BODY,
                                   PR_BODY_HTML,
                                   PR_RTF_COMPRESSED,
                                   PR_INTERNET_CPID,
                                   PR_ATTACH_LONG_FILENAME,
                                   PR_ATTACH_FILENAME,
                                   PR_DISPLAY_NAME,
                                   PR_ATTACH_MIME_TAG,
                                   PR_ATTACH_DATA_OBJ};
    for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++)
        if (wanted[i] == PROP_ID(tag))
            return fixed_size(PROP_TYPE(tag)) == 0 || PROP_TYPE(tag) == PT_LONG;
    return FALSE;
}

/* A named property: its set, and a number or a text. */
static gboolean
skip_name(Cursor *cursor)
{
    guint32 kind, size;
    if (!skip(cursor, 16) || !read_number(cursor, &kind) || !read_number(cursor, &size))
        return FALSE;
    return kind == 0 || skip(cursor, padded(size));
}

/* The values of one property. The first is given. */
static gboolean
read_values(Cursor *cursor, guint type, const guchar **out_value, gsize *out_size)
{
    int fixed = fixed_size(type & ~(guint)MV_FLAG);
    guint32 count = 1, size;
    if (fixed < 0 || (((type & MV_FLAG) != 0 || fixed == 0) && !read_number(cursor, &count)))
        return FALSE;
    *out_size = 0;
    for (guint32 i = 0; i < count; i++) {
        size = (guint32)fixed;
        if (fixed == 0 && !read_number(cursor, &size))
            return FALSE;
        if (i == 0) {
            *out_value = cursor->at;
            *out_size = size;
        }
        if (size > room(cursor) || !skip(cursor, MIN(padded(size), room(cursor))))
            return FALSE;
    }
    return TRUE;
}

static void
write_property(GByteArray *out, guint32 tag, const guchar *value, gsize size)
{
    static const guint8 zeros[4] = {0};
    append_number(out, tag);
    if (fixed_size(PROP_TYPE(tag)) == 0) {
        append_number(out, 1);
        append_number(out, (guint32)size);
    }
    g_byte_array_append(out, value, (guint)size);
    g_byte_array_append(out, zeros, (guint)(padded(size) - size));
}

/* libytnef reads lists of values in a way of its own, so none is passed on. */
static GByteArray *
wash_properties(const guchar *data, gsize size, InkDefects *defects)
{
    Cursor cursor = {data, data + size};
    GByteArray *out = g_byte_array_new();
    guint32 count, tag, written = 0;
    append_number(out, 0);
    if (!read_number(&cursor, &count))
        count = 0;
    for (guint32 i = 0; i < count && written < MAX_PROPERTIES && read_number(&cursor, &tag); i++) {
        const guchar *value = NULL;
        gsize value_size;
        if ((PROP_ID(tag) >= 0x8000 && !skip_name(&cursor)) ||
            !read_values(&cursor, PROP_TYPE(tag), &value, &value_size))
            break;
        if (!is_wanted_property(tag) || value_size == 0)
            continue;
        if (value_size > MAX_PROPERTY) {
            ink_defects_add(defects, "En text eller ett inbäddat brev i winmail.dat är för stort "
                                     "för att läsas; det finns i originalet.");
            continue;
        }
        write_property(out, tag, value, value_size);
        written++;
    }
    guint32 first = GUINT32_TO_LE(written);
    memcpy(out->data, &first, sizeof first);
    return out;
}

/* --- attributes --- */

typedef struct {
    GByteArray *out;
    InkDefects *defects;
    gsize files, max_files;
    guint seen; /* which of the attributes that stand once there has been, since the last file */
} Wash;

static void
write_attribute(GByteArray *out, guchar level, guint32 id, const guchar *data, gsize size)
{
    guint sum = 0;
    for (gsize i = 0; i < size; i++)
        sum += data[i];
    const guint8 checksum[2] = {(guint8)(sum & 0xff), (guint8)(sum >> 8 & 0xff)};
    g_byte_array_append(out, &level, 1);
    append_number(out, id);
    append_number(out, (guint32)size);
    g_byte_array_append(out, data, (guint)size);
    g_byte_array_append(out, checksum, sizeof checksum);
}

static const struct {
    guint32 id;
    gboolean is_of_file, is_properties;
    gsize most; /* 0: no limit; what is over is cut */
} wanted[] = {
    {attOemCodepage, FALSE, FALSE, 8}, {attBody, FALSE, FALSE, MAX_BODY},
    {attMAPIProps, FALSE, TRUE, 0},    {attAttachTitle, TRUE, FALSE, MAX_TITLE},
    {attAttachData, TRUE, FALSE, 0},   {attAttachment, TRUE, TRUE, 0},
};

/* Begins an attachment. */
static gboolean
take_file(Wash *wash, const guchar *data, gsize size)
{
    const guint of_message = 1 << 0 | 1 << 1 | 1 << 2;
    if (wash->files == wash->max_files) {
        ink_defects_add(wash->defects, "winmail.dat innehåller fler filer än gränsen parts "
                                       "tillåter; de sista finns bara i originalet.");
        return FALSE;
    }
    wash->files++;
    wash->seen &= of_message;
    write_attribute(wash->out, LVL_ATTACHMENT, attAttachRenddata, data, size);
    return TRUE;
}

static void
take_attribute(Wash *wash, guint32 id, const guchar *data, gsize size)
{
    for (guint i = 0; i < G_N_ELEMENTS(wanted); i++) {
        if (wanted[i].id != id || (wash->seen & 1u << i) != 0 ||
            (wanted[i].is_of_file && wash->files == 0))
            continue;
        wash->seen |= 1u << i;
        guchar level = wanted[i].is_of_file ? LVL_ATTACHMENT : LVL_MESSAGE;
        if (wanted[i].is_properties) {
            g_autoptr(GByteArray) properties = wash_properties(data, size, wash->defects);
            if (properties->len > 4)
                write_attribute(wash->out, level, id, properties->data, properties->len);
        } else {
            gsize most = wanted[i].most > 0 ? wanted[i].most : size;
            write_attribute(wash->out, level, id, data, MIN(size, most));
        }
    }
}

/* Returns FALSE where the stream ends before it should. */
static gboolean
wash_all(Wash *wash, Cursor cursor)
{
    for (gsize i = 0; room(&cursor) >= HEAD && i < MAX_ATTRIBUTES; i++) {
        guint32 id, size;
        if (!skip(&cursor, 1) || !read_number(&cursor, &id) || !read_number(&cursor, &size))
            return FALSE;
        const guchar *data = cursor.at;
        if (!skip(&cursor, size) || !skip(&cursor, 2))
            return FALSE;
        if (size == 0)
            continue;
        if (id != attAttachRenddata)
            take_attribute(wash, id, data, size);
        else if (!take_file(wash, data, size))
            return TRUE;
    }
    return room(&cursor) == 0;
}

GBytes *
ink_tnef_wash(const char *data, gsize size, gsize max_files, InkDefects *defects)
{
    const gsize start = 6;
    if (size < start || memcmp(data, SIGNATURE, 4) != 0)
        return NULL;
    Wash wash = {.out = g_byte_array_new(), .defects = defects, .max_files = max_files};
    g_byte_array_append(wash.out, (const guint8 *)SIGNATURE, (guint)start);
    const guchar *bytes = (const guchar *)data;
    if (!wash_all(&wash, (Cursor){bytes + start, bytes + size}))
        ink_defects_add(defects, "winmail.dat är avhuggen eller trasig; det som gick att läsa "
                                 "lästes.");
    return g_byte_array_free_to_bytes(wash.out);
}
