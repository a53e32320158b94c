/* SPDX-License-Identifier: MIT
 *
 * libytnef sees only streams that tnef-wash.c wrote. Its texts: PT_UNICODE comes as UTF-8 with
 * surrogates coded one by one and a NUL behind, PT_STRING8 as it was, in the code page that the
 * stream names. The plain text is preferred, as in a message (body.c).
 *
 * DecompressRTF() reads past its input where that ends early, and as far as the stream says where
 * it says that it is not compressed. It is given a copy that is padded so that its output is full
 * before its input ends, and only what is compressed.
 */
#include "tnef.h"

#include "charset.h"
#include "rtf.h"
#include "tnef-wash.h"

#include "inkom/parse.h"
#include "inkom/text.h"

#include <stdio.h> /* which ytnef.h needs */
#include <string.h>
#include <ytnef.h>

#define LZFU 0x75465a4c /* "compressed" (MS-OXRTFCP §2.1.3.1) */

enum {
    RTF_HEADER = 16,
    MAX_RATIO = 9, /* a reference of two bytes and a bit gives at most 17 */
    OBJECT_ID = 16,
    HTML_FACTOR = 64,
};

typedef struct {
    TNEFStruct stream;
    char codepage[16];
    gsize max_text;
    InkDefects *defects;
} Reader;

static void
free_file(InkTnefFile *file)
{
    g_free(file->name);
    g_free(file->type);
    g_bytes_unref(file->bytes);
    g_free(file);
}

void
ink_tnef_free(InkTnef *tnef)
{
    if (tnef == NULL)
        return;
    g_free(tnef->text);
    g_ptr_array_unref(tnef->files);
    g_free(tnef);
}

/* The value of a property, whatever its type; NULL if there is none. */
static const variableLength *
find(MAPIProps *properties, guint id, guint type)
{
    const variableLength *value = MAPIFindProperty(properties, PROP_TAG(type, id));
    return value != MAPI_UNDEFINED && value->data != NULL && value->size > 0 ? value : NULL;
}

/* Half a character in three bytes, ED A0..AF xx or ED B0..BF xx. */
static gboolean
is_half(const guchar *at, gsize size, guchar kind)
{
    return size >= 3 && at[0] == 0xED && (at[1] & 0xF0) == kind && (at[2] & 0xC0) == 0x80;
}

static char *
join_surrogates(const char *text)
{
    GString *out = g_string_new(NULL);
    const guchar *at = (const guchar *)text;
    for (gsize left = strlen(text); left > 0;) {
        if (is_half(at, left, 0xA0) && is_half(at + 3, left - 3, 0xB0)) {
            gunichar high = (gunichar)((at[1] & 0x0F) << 6 | (at[2] & 0x3F));
            gunichar low = (gunichar)((at[4] & 0x0F) << 6 | (at[5] & 0x3F));
            g_string_append_unichar(out, 0x10000 + (high << 10) + low);
            at += 6;
            left -= 6;
        } else {
            g_string_append_c(out, (char)*at++);
            left--;
        }
    }
    return g_string_free(out, FALSE);
}

/* New, valid UTF-8; NULL if the property is not there. */
static char *
dup_text(Reader *reader, MAPIProps *properties, guint id)
{
    const variableLength *value = find(properties, id, PT_UNICODE);
    if (value != NULL) {
        g_autofree char *text = join_surrogates((const char *)value->data);
        return ink_charset_decode(text, strlen(text), "utf-8", reader->defects);
    }
    value = find(properties, id, PT_STRING8);
    if (value == NULL)
        return NULL;
    gsize size = strnlen((const char *)value->data, (gsize)value->size);
    return ink_charset_decode((const char *)value->data, size, reader->codepage, reader->defects);
}

static void
read_codepage(Reader *reader)
{
    guint32 number = 1252;
    if (reader->stream.CodePage.size >= (int)sizeof number) {
        memcpy(&number, reader->stream.CodePage.data, sizeof number);
        number = GUINT32_FROM_LE(number);
    }
    g_snprintf(reader->codepage, sizeof reader->codepage, "cp%u", MIN(number, 99999));
}

static guint32
number_at(const guchar *at)
{
    guint32 value;
    memcpy(&value, at, sizeof value);
    return GUINT32_FROM_LE(value);
}

static char *
read_rtf(Reader *reader)
{
    const variableLength *value =
        find(&reader->stream.MapiProperties, PR_RTF_COMPRESSED, PT_BINARY);
    if (value == NULL || value->size < RTF_HEADER + 4)
        return NULL;
    gsize size = (gsize)value->size, plain_size = number_at(value->data + 4);
    guint32 kind = number_at(value->data + 8);
    if (kind != LZFU || plain_size == 0 || plain_size > size * MAX_RATIO)
        return NULL;
    gsize padded_size = size + plain_size + plain_size / 8 + 64;
    g_autofree guchar *padded = g_malloc0(padded_size);
    memcpy(padded, value->data, size);
    guint32 claim = GUINT32_TO_LE((guint32)(padded_size - 4));
    memcpy(padded, &claim, sizeof claim);
    variableLength input = {padded, (int)padded_size};
    int rtf_size = 0;
    BYTE *rtf = DecompressRTF(&input, &rtf_size);
    if (rtf == NULL)
        return NULL;
    char *text =
        ink_rtf_to_text((const char *)rtf, (gsize)rtf_size, reader->max_text, reader->defects);
    free(rtf);
    return text;
}

static char *
read_html(Reader *reader)
{
    g_autofree char *html = dup_text(reader, &reader->stream.MapiProperties, PR_BODY_HTML);
    const variableLength *value = find(&reader->stream.MapiProperties, PR_BODY_HTML, PT_BINARY);
    if (html == NULL && value != NULL) {
        const variableLength *page =
            find(&reader->stream.MapiProperties, PR_INTERNET_CPID, PT_LONG);
        char name[16] = "utf-8";
        guint32 number = page != NULL ? number_at(page->data) : 65001;
        if (number != 65001)
            g_snprintf(name, sizeof name, "cp%u", MIN(number, 99999));
        html = ink_charset_decode((const char *)value->data, (gsize)value->size, name,
                                  reader->defects);
    }
    return html != NULL ? ink_html_to_text(html, strlen(html), reader->max_text + 1) : NULL;
}

static char *
read_old_body(Reader *reader)
{
    const variableLength *body = &reader->stream.body;
    if (body->data == NULL || body->size <= 0)
        return NULL;
    gsize size = strnlen((const char *)body->data, (gsize)body->size);
    return ink_charset_decode((const char *)body->data, size, reader->codepage, reader->defects);
}

static char *
read_plain(Reader *reader)
{
    return dup_text(reader, &reader->stream.MapiProperties, PR_BODY);
}

/* The first that says anything. */
static char *
read_text(Reader *reader)
{
    static char *(*const readers[])(Reader *) = {read_plain, read_old_body, read_rtf, read_html};
    for (gsize i = 0; i < G_N_ELEMENTS(readers); i++) {
        g_autofree char *text = readers[i](reader);
        if (ink_text_is_blank(text))
            continue;
        g_auto(GStrv) lines = g_strsplit(text, "\r\n", -1);
        return g_strjoinv("\n", lines);
    }
    return g_strdup("");
}

static char *
read_name(Reader *reader, Attachment *attachment)
{
    static const guint names[] = {PR_ATTACH_LONG_FILENAME, PR_ATTACH_FILENAME, PR_DISPLAY_NAME};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        char *name = dup_text(reader, &attachment->MAPI, names[i]);
        if (!ink_text_is_blank(name))
            return name;
        g_free(name);
    }
    if (attachment->Title.data == NULL || attachment->Title.size <= 0)
        return NULL;
    gsize size = strnlen((const char *)attachment->Title.data, (gsize)attachment->Title.size);
    return ink_charset_decode((const char *)attachment->Title.data, size, reader->codepage,
                              reader->defects);
}

/* The bytes of a file are taken over, not copied. A message is behind the id of its interface. */
static GBytes *
take_bytes(Attachment *attachment, gboolean *out_is_tnef)
{
    const variableLength *object = find(&attachment->MAPI, PR_ATTACH_DATA_OBJ, PT_OBJECT);
    *out_is_tnef = object != NULL && object->size > OBJECT_ID + 4 &&
                   number_at(object->data + OBJECT_ID) == 0x223e9f78;
    if (*out_is_tnef)
        return g_bytes_new(object->data + OBJECT_ID, (gsize)object->size - OBJECT_ID);
    variableLength *data = &attachment->FileData;
    if (data->data == NULL || data->size <= 0)
        return g_bytes_new(NULL, 0);
    GBytes *bytes =
        g_bytes_new_with_free_func(data->data, (gsize)data->size, (GDestroyNotify)free, data->data);
    *data = (variableLength){NULL, 0};
    return bytes;
}

static InkTnefFile *
read_file(Reader *reader, Attachment *attachment)
{
    InkTnefFile *file = g_new0(InkTnefFile, 1);
    file->name = read_name(reader, attachment);
    file->bytes = take_bytes(attachment, &file->is_tnef);
    g_autofree char *type = dup_text(reader, &attachment->MAPI, PR_ATTACH_MIME_TAG);
    if (file->is_tnef)
        file->type = g_strdup("application/ms-tnef");
    else if (ink_text_is_blank(type))
        file->type = g_strdup("application/octet-stream");
    else
        file->type = g_ascii_strdown(type, -1);
    return file;
}

InkTnef *
ink_tnef_read(const char *data, gsize size, gsize max_files, gsize max_text, InkDefects *defects)
{
    g_autoptr(GBytes) washed = ink_tnef_wash(data, size, max_files, defects);
    if (washed == NULL)
        return NULL;
    gsize washed_size;
    gconstpointer bytes = g_bytes_get_data(washed, &washed_size);
    Reader reader = {.max_text = max_text, .defects = defects};
    TNEFInitialize(&reader.stream);
    reader.stream.attachmentSize = (int)MIN(washed_size / (1024 * 1024) + 1, 2000);
    if (TNEFParseMemory((BYTE *)bytes, (long)washed_size, &reader.stream) < 0)
        ink_defects_add(defects, "winmail.dat kunde inte läsas i sin helhet.");
    read_codepage(&reader);
    InkTnef *tnef = g_new0(InkTnef, 1);
    tnef->text = read_text(&reader);
    tnef->files = g_ptr_array_new_with_free_func((GDestroyNotify)free_file);
    for (Attachment *at = reader.stream.starting_attach.next; at != NULL; at = at->next)
        g_ptr_array_add(tnef->files, read_file(&reader, at));
    TNEFFree(&reader.stream);
    return tnef;
}
