/* SPDX-License-Identifier: MIT
 *
 * winmail.dat: what comes out of it, and that nothing in it can do harm or make libytnef speak.
 */
#include <string.h>
#include <unistd.h>

#include "parse-harness.h"

#include <glib/gstdio.h>

#define PR_BODY                 0x1000
#define PR_RTF_COMPRESSED       0x1009
#define PR_BODY_HTML            0x1013
#define PR_SUBJECT              0x0037
#define PR_DISPLAY_NAME         0x3001
#define PR_ATTACH_DATA_OBJ      0x3701
#define PR_ATTACH_LONG_FILENAME 0x3707
#define PR_ATTACH_MIME_TAG      0x370E
#define PT_STRING8              30
#define PT_UNICODE              31
#define PT_BINARY               258
#define PT_OBJECT               13

#define CODEPAGE        0x00069007
#define SUBJECT         0x00018004
#define BODY            0x0002800C
#define PROPERTIES      0x00069003
#define FILE_START      0x00069002
#define FILE_TITLE      0x00018010
#define FILE_DATA       0x0006800F
#define FILE_PROPERTIES 0x00069005

/* --- writing streams ---------------------------------------------------------------------------*/

static void
put(GByteArray *out, guint32 value)
{
    value = GUINT32_TO_LE(value);
    g_byte_array_append(out, (const guint8 *)&value, 4);
}

static GByteArray *
stream_new(void)
{
    GByteArray *out = g_byte_array_new();
    g_byte_array_append(out, (const guint8 *)"\x78\x9f\x3e\x22\x01", 6);
    return out;
}

static void
add(GByteArray *out, guint32 id, gconstpointer data, gsize size)
{
    const guint8 level = 1, *bytes = data;
    guint sum = 0;
    for (gsize i = 0; i < size; i++)
        sum += bytes[i];
    const guint8 checksum[2] = {(guint8)sum, (guint8)(sum >> 8)};
    g_byte_array_append(out, &level, 1);
    put(out, id);
    put(out, (guint32)size);
    g_byte_array_append(out, bytes, (guint)size);
    g_byte_array_append(out, checksum, 2);
}

static void
add_file(GByteArray *out, const char *title, const char *content)
{
    const guint8 rendering[14] = {1};
    add(out, FILE_START, rendering, sizeof rendering);
    if (title != NULL)
        add(out, FILE_TITLE, title, strlen(title) + 1);
    if (content != NULL)
        add(out, FILE_DATA, content, strlen(content));
}

static void
put_property(GByteArray *out, guint id, guint type, gconstpointer data, gsize size)
{
    put(out, id << 16 | type);
    put(out, 1);
    put(out, (guint32)size);
    g_byte_array_append(out, data, (guint)size);
    while (out->len % 4 != 0)
        g_byte_array_append(out, (const guint8 *)"", 1);
}

static void
put_unicode(GByteArray *out, guint id, const char *text)
{
    glong units;
    g_autofree gunichar2 *wide = g_utf8_to_utf16(text, -1, NULL, &units, NULL);
    put_property(out, id, PT_UNICODE, wide, ((gsize)units + 1) * 2);
}

/* Compressed, as far as it must be: eight letters at a time. */
static GByteArray *
compress(const char *rtf)
{
    GByteArray *out = g_byte_array_new();
    put(out, 0);
    put(out, (guint32)strlen(rtf));
    put(out, 0x75465a4c);
    put(out, 0);
    for (gsize i = 0; i < strlen(rtf); i++) {
        if (i % 8 == 0)
            g_byte_array_append(out, (const guint8 *)"", 1);
        g_byte_array_append(out, (const guint8 *)rtf + i, 1);
    }
    guint32 size = GUINT32_TO_LE(out->len - 4);
    memcpy(out->data, &size, 4);
    return out;
}

static InkMessage *
parse_with(const char *before, const GByteArray *stream)
{
    g_autofree char *coded = g_base64_encode(stream->data, stream->len);
    g_autofree char *text =
        g_strconcat("From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n", before,
                    "\n--b\nContent-Type: application/ms-tnef; name=winmail.dat\n"
                    "Content-Transfer-Encoding: base64\n\n",
                    coded, "\n--b--\n", NULL);
    return parse_text(text);
}

static InkMessage *
parse_alone(const GByteArray *stream)
{
    return parse_with("Content-Type: text/plain\n\n", stream);
}

static GByteArray *
full_stream(void)
{
    GByteArray *stream = stream_new();
    g_autoptr(GByteArray) properties = g_byte_array_new();
    put(properties, 2);
    put_unicode(properties, PR_SUBJECT,
                "Ett ämne som är längre än de hundra byte som libytnef "
                "tål i ett ämne, och som därför inte får komma dit");
    put_unicode(properties, PR_BODY, "Gångvägen är trasig 😀.\r\nHälsningar\r\nAnna");
    add(stream, PROPERTIES, properties->data, properties->len);
    add_file(stream, "GATA~1.JPG", "bild");
    g_autoptr(GByteArray) of_file = g_byte_array_new();
    put(of_file, 2);
    put_unicode(of_file, PR_ATTACH_LONG_FILENAME, "Gångvägen vid ån.jpg");
    put_property(of_file, PR_ATTACH_MIME_TAG, PT_STRING8, "image/jpeg", 11);
    add(stream, FILE_PROPERTIES, of_file->data, of_file->len);
    add_file(stream, "b.txt", "hej");
    return stream;
}

/* --- what comes out ----------------------------------------------------------------------------*/

static void
assert_file(const InkMessage *message, guint index, const char *name, const char *type,
            const char *content)
{
    const InkAttachment *attachment = attachment_at(message, index);
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, content, -1);
    g_assert_cmpstr(attachment->name, ==, name);
    g_assert_cmpstr(attachment->type, ==, type);
    g_assert_cmpint(attachment->size, ==, (gint64)strlen(content));
    g_assert_cmpstr(attachment->sha256, ==, sum);
}

static void
test_whole(void)
{
    g_autoptr(GByteArray) stream = full_stream();
    g_autoptr(InkMessage) message = parse_alone(stream);
    g_assert_cmpstr(message->text, ==, "Gångvägen är trasig 😀.\nHälsningar\nAnna");
    g_assert_cmpstr(message->new_text, ==, "Gångvägen är trasig 😀.");
    g_assert_cmpint(message->text_source, ==, INK_TEXT_PLAIN);
    g_assert_cmpuint(message->attachments->len, ==, 2);
    assert_file(message, 0, "Gångvägen vid ån.jpg", "image/jpeg", "bild");
    assert_file(message, 1, "b.txt", "application/octet-stream", "hej");
    g_assert_cmpuint(g_strv_length(message->defects), ==, 0);
}

static void
test_only_part(void)
{
    g_autoptr(GByteArray) stream = full_stream();
    g_autofree char *coded = g_base64_encode(stream->data, stream->len);
    g_autofree char *text =
        g_strconcat("From: a@b.example\nContent-Type: application/octet-stream; "
                    "name=WINMAIL.DAT\nContent-Transfer-Encoding: base64\n\n",
                    coded, NULL);
    g_autoptr(InkMessage) message = parse_text(text);
    g_assert_true(g_str_has_prefix(message->text, "Gångvägen är trasig"));
    g_assert_cmpuint(message->attachments->len, ==, 2);
}

static const struct {
    const char *before, *text;
} texts[] = {
    {"\nG\303\245ngv\303\244gen \303\244r trasig \360\237\230\200.\n\nH\303\244lsningar\n  Anna",
     "Gångvägen är trasig 😀.\n\nHälsningar\n  Anna"},
    {"\nG\303\245ngv\303\244gen", "Gångvägen är trasig 😀.\nHälsningar\nAnna"},
    {"\nLampan", "Lampan\n\nGångvägen är trasig 😀.\nHälsningar\nAnna"},
};

static void
test_two_texts(void)
{
    g_autoptr(GByteArray) stream = full_stream();
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(InkMessage) message = parse_with(texts[i].before, stream);
        g_assert_cmpstr(message->text, ==, texts[i].text);
    }
}

static void
test_codepage(void)
{
    g_autoptr(GByteArray) stream = stream_new();
    const guint8 page[8] = {0xe3, 0x04}; /* 1251 */
    add(stream, CODEPAGE, page, sizeof page);
    add(stream, BODY, "\xcf\xf0\xe8", 4);
    add_file(stream, "\xcf.txt", "x");
    g_autoptr(InkMessage) message = parse_alone(stream);
    g_assert_cmpstr(message->text, ==, "При");
    g_assert_cmpstr(attachment_at(message, 0)->name, ==, "П.txt");
}

static void
test_rtf(void)
{
    g_autoptr(GByteArray) stream = stream_new();
    g_autoptr(GByteArray) properties = g_byte_array_new();
    g_autoptr(GByteArray) rtf = compress("{\\rtf1\\ansi G\\'e5ngv\\'e4gen\\par Anna}");
    put(properties, 1);
    put_property(properties, PR_RTF_COMPRESSED, PT_BINARY, rtf->data, rtf->len);
    add(stream, PROPERTIES, properties->data, properties->len);
    g_autoptr(InkMessage) message = parse_alone(stream);
    g_assert_cmpstr(message->text, ==, "Gångvägen\nAnna");
}

static void
test_html(void)
{
    g_autoptr(GByteArray) stream = stream_new();
    g_autoptr(GByteArray) properties = g_byte_array_new();
    put(properties, 1);
    const char *html = "<p>G\303\245ng<br>Anna</p>";
    put_property(properties, PR_BODY_HTML, PT_BINARY, html, strlen(html));
    add(stream, PROPERTIES, properties->data, properties->len);
    g_autoptr(InkMessage) message = parse_alone(stream);
    g_assert_true(g_str_has_prefix(message->text, "Gång\nAnna"));
}

/* Outlook's attached messages, and others' that have only the name of one. */
static void
test_messages(void)
{
    g_autoptr(GByteArray) inner = full_stream();
    g_autoptr(GByteArray) object = g_byte_array_new();
    for (int i = 0; i < 4; i++)
        put(object, 0);
    g_byte_array_append(object, inner->data, inner->len);
    g_autoptr(GByteArray) of_file = g_byte_array_new();
    put(of_file, 2);
    put_unicode(of_file, PR_DISPLAY_NAME, "VB: Gångvägen");
    put_property(of_file, PR_ATTACH_DATA_OBJ, PT_OBJECT, object->data, object->len);
    g_autoptr(GByteArray) stream = stream_new();
    add_file(stream, NULL, NULL);
    add(stream, FILE_PROPERTIES, of_file->data, of_file->len);
    add_file(stream, "b.eml", "From: anna@b.example\nSubject: Brev\n\nHej\n");
    g_autoptr(InkMessage) message = parse_alone(stream);
    const InkMessage *opened = attachment_at(message, 0)->message;
    g_assert_nonnull(opened);
    g_assert_cmpstr(opened->subject, ==, "VB: Gångvägen");
    g_assert_true(g_str_has_prefix(opened->new_text, "Gångvägen är trasig"));
    g_assert_cmpuint(opened->attachments->len, ==, 2);
    g_assert_cmpstr(attachment_at(message, 1)->message->subject, ==, "Brev");
}

/* --- what is odd
 * --------------------------------------------------------------------------------*/

static void
test_not_tnef(void)
{
    g_autoptr(GByteArray) junk = g_byte_array_new();
    g_byte_array_append(junk, (const guint8 *)"no stream", 9);
    g_autoptr(InkMessage) message = parse_alone(junk);
    g_assert_cmpstr(attachment_at(message, 0)->name, ==, "winmail.dat");
    g_autoptr(GByteArray) empty = stream_new();
    g_autoptr(InkMessage) other = parse_alone(empty);
    g_assert_cmpstr(attachment_at(other, 0)->name, ==, "winmail.dat");
}

/* An attribute that libytnef gives up at, before the body and the file. */
static void
test_what_libytnef_dislikes(void)
{
    g_autofree char *long_text = g_strnfill(200000, 'x');
    static const guint32 ids[] = {SUBJECT, 0x00008000 /* from */, 0x00068011 /* icon */,
                                  0x00069006 /* version */, 0x00069004 /* recipients */};
    for (gsize i = 0; i < G_N_ELEMENTS(ids); i++) {
        g_autoptr(GByteArray) stream = stream_new();
        add(stream, ids[i], long_text, 200000);
        add(stream, ids[i], "", 0);
        add(stream, BODY, "Hej", 4);
        add_file(stream, "a.txt", "x");
        g_autoptr(InkMessage) message = parse_alone(stream);
        g_assert_cmpstr(message->text, ==, "Hej");
        g_assert_cmpstr(attachment_at(message, 0)->name, ==, "a.txt");
    }
}

static void
test_wrong_checksum(void)
{
    g_autoptr(GByteArray) stream = full_stream();
    stream->data[stream->len - 1] ^= 1;
    g_autoptr(InkMessage) message = parse_alone(stream);
    g_assert_cmpuint(message->attachments->len, ==, 2);
}

/* RTF that claims to be larger than it can be, or to be plain. */
static void
test_rtf_that_lies(void)
{
    static const guint32 claims[][2] = {{0x7fffffff, 0x75465a4c}, {0xffffffff, 0x75465a4c},
                                        {100000, 0x414c454d},     {0, 0x75465a4c},
                                        {5, 0x414c454d},          {60, 0x75465a4c}};
    for (gsize i = 0; i < G_N_ELEMENTS(claims); i++) {
        g_autoptr(GByteArray) rtf = compress("{\\rtf1 hej}");
        guint32 size = GUINT32_TO_LE(claims[i][0]), kind = GUINT32_TO_LE(claims[i][1]);
        memcpy(rtf->data + 4, &size, 4);
        memcpy(rtf->data + 8, &kind, 4);
        g_autoptr(GByteArray) properties = g_byte_array_new();
        put(properties, 1);
        put_property(properties, PR_RTF_COMPRESSED, PT_BINARY, rtf->data, rtf->len);
        g_autoptr(GByteArray) stream = stream_new();
        add(stream, PROPERTIES, properties->data, properties->len);
        add_file(stream, "a.txt", "x");
        g_autoptr(InkMessage) message = parse_alone(stream);
        g_assert_cmpstr(message->text, ==, i == 5 ? "hej" : "");
        g_assert_cmpuint(message->attachments->len, ==, 1);
    }
}

static void
test_many_files(void)
{
    g_autoptr(GByteArray) stream = stream_new();
    for (int i = 0; i < 5000; i++)
        add_file(stream, "a", "x");
    g_autoptr(InkMessage) message = parse_alone(stream);
    g_assert_cmpuint(message->attachments->len, <, 1000);
    g_assert_true(has_defect(message, "fler filer"));
}

static void
try(const guint8 *bytes, gsize size)
{
    const GByteArray stream = {(guint8 *)bytes, (guint)size};
    g_autoptr(InkMessage) message = parse_alone(&stream);
    g_assert_true(g_utf8_validate(message->text, -1, NULL));
}

/* Standard output is the program's own: JSON may be on its way. */
static void
test_broken_in_silence(void)
{
    g_autofree char *path = NULL;
    int file = g_file_open_tmp("inkom-test-XXXXXX", &path, NULL);
    int own = dup(STDOUT_FILENO);
    fflush(stdout);
    g_assert_cmpint(dup2(file, STDOUT_FILENO), !=, -1);
    g_autoptr(GByteArray) stream = full_stream();
    for (gsize i = 0; i < stream->len; i++) {
        static const guint8 changes[] = {0x01, 0x80, 0xff};
        g_autofree guint8 *copy = g_memdup2(stream->data, stream->len);
        for (gsize k = 0; k < sizeof changes; k++) {
            copy[i] = stream->data[i] ^ changes[k];
            try(copy, stream->len);
        }
        try(stream->data, i);
    }
    fflush(stdout);
    off_t written = lseek(file, 0, SEEK_END);
    g_assert_cmpint(dup2(own, STDOUT_FILENO), !=, -1);
    close(own);
    close(file);
    g_unlink(path);
    g_assert_cmpint(written, ==, 0);
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *path;
        void (*run)(void);
    } tests[] = {
        {"/winmail/whole", test_whole},
        {"/winmail/only-part", test_only_part},
        {"/winmail/two-texts", test_two_texts},
        {"/winmail/codepage", test_codepage},
        {"/winmail/rtf", test_rtf},
        {"/winmail/html", test_html},
        {"/winmail/messages", test_messages},
        {"/winmail/not-tnef", test_not_tnef},
        {"/winmail/what-libytnef-dislikes", test_what_libytnef_dislikes},
        {"/winmail/wrong-checksum", test_wrong_checksum},
        {"/winmail/rtf-that-lies", test_rtf_that_lies},
        {"/winmail/many-files", test_many_files},
        {"/winmail/broken-in-silence", test_broken_in_silence},
    };
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add_func(tests[i].path, tests[i].run);
    return g_test_run();
}
