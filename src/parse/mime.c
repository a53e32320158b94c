/* SPDX-License-Identifier: MIT
 *
 * Bytes to InkMessage, step by step: find where the header begins, keep the limits (prescan.c), let
 * GMime parse (tree.c), read the outer header (header.c), open what is only signed (signed.c),
 * choose the text (body.c), describe the attachments (attachment.c) and open those that are
 * messages (opened.c, winmail.c), split off what is quoted (quote.c). Nothing is shared between
 * calls, so messages can be parsed in several threads at once.
 */
#include "mime.h"

#include "attachment.h"
#include "body.h"
#include "calendar-part.h"
#include "gmime-auto.h"
#include "header.h"
#include "part.h"
#include "pgp.h"
#include "report-part.h"
#include "signed.h"
#include "tree.h"
#include "winmail.h"

#include "inkom/error.h"
#include "inkom/parse.h"

#include <string.h>

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define IS_LEAK_CHECKED
void __lsan_disable(void);
void __lsan_enable(void);
#endif
#endif

/* Attached messages become plain parts (see tree.c). GMime forgets the entries that are replaced,
 * 64 bytes once in a program's life, which a leak checker must not hear of. */
void
ink_parse_init(void)
{
    static const char *const messages[] = {"rfc822", "rfc2822", "global", "news"};
#ifdef IS_LEAK_CHECKED
    __lsan_disable();
#endif
    g_mime_init();
#ifdef IS_LEAK_CHECKED
    __lsan_enable();
#endif
    for (gsize i = 0; i < G_N_ELEMENTS(messages); i++)
        g_mime_object_register_type("message", messages[i], GMIME_TYPE_PART);
}

/* A byte order mark, empty lines and the "From " line of an mbox may stand before the header. */
static const char *
find_header(const char *at, const char *end, InkDefects *defects)
{
    if (end - at >= 3 && memcmp(at, "\xef\xbb\xbf", 3) == 0)
        at += 3;
    const char *start = at;
    while (at < end && (*at == '\r' || *at == '\n'))
        at++;
    if (at > start)
        ink_defects_add(defects, "Det står tomma rader före huvudet.");
    if (end - at > 5 && memcmp(at, "From ", 5) == 0) {
        const char *feed = memchr(at, '\n', (gsize)(end - at));
        at = feed != NULL ? feed + 1 : end;
    }
    return at;
}

/* Old programs of Apple ended lines with CR alone. */
static GBytes *
repair_line_ends(GBytes *bytes, InkDefects *defects)
{
    gsize size;
    const char *data = g_bytes_get_data(bytes, &size);
    if (memchr(data, '\n', size) != NULL || memchr(data, '\r', size) == NULL)
        return g_bytes_ref(bytes);
    ink_defects_add(defects, "Raderna slutar med ensamt CR; de lästes som vanliga rader.");
    char *copy = g_memdup2(data, size);
    for (gsize i = 0; i < size; i++)
        if (copy[i] == '\r')
            copy[i] = '\n';
    return g_bytes_new_take(copy, size);
}

static gboolean
has_content(const char *data, gsize size, GError **error)
{
    gsize i = 0;
    while (i < size && (g_ascii_isspace(data[i]) || data[i] == '\0'))
        i++;
    if (i == size) {
        g_set_error_literal(error, INK_ERROR, INK_ERROR_BAD_MESSAGE,
                            "Meddelandet är tomt: det har varken huvud eller text.");
        return FALSE;
    }
    return TRUE;
}

/* What is only signed has been opened by now: S/MIME that is left is encrypted, or cannot be read
 * for another reason. Certificates alone are no message. Exchange takes multipart/encrypted apart
 * and leaves its first part. */
static gboolean
is_encrypted_part(GMimeObject *part)
{
    if (ink_part_is_type(part, "multipart", "encrypted") ||
        ink_part_is_type(part, "application", "pgp-encrypted"))
        return TRUE;
    const char *kind = ink_part_find_param(part, "smime-type");
    return ink_part_is_pkcs7(part) && (kind == NULL || g_ascii_strcasecmp(kind, "certs-only") != 0);
}

static void
read_part_kinds(InkMessage *message, GMimeObject *part)
{
    if (message->calendar_method == NULL)
        message->calendar_method = ink_calendar_find_method(part);
    if (is_encrypted_part(part))
        message->is_encrypted = TRUE;
    if (!GMIME_IS_MULTIPART(part))
        return;
    GMimeMultipart *parent = GMIME_MULTIPART(part);
    for (int i = 0; i < g_mime_multipart_get_count(parent); i++)
        read_part_kinds(message, g_mime_multipart_get_part(parent, i));
}

static void
read_kinds(InkMessage *message, GMimeObject *whole, GMimeObject *body)
{
    g_free(message->content_type);
    message->content_type = ink_part_dup_type(whole);
    const char *report = ink_part_find_param(whole, "report-type");
    if (report != NULL) {
        g_autofree char *valid = g_utf8_make_valid(report, -1);
        message->report_type = g_ascii_strdown(valid, -1);
    }
    if (!ink_part_is_pkcs7(whole)) /* else it is the body too, unless it has been opened */
        read_part_kinds(message, whole);
    read_part_kinds(message, body);
    if (ink_pgp_is_encrypted(message->text))
        message->is_encrypted = TRUE;
    char *text = ink_pgp_strip_signature(message->text);
    if (text != NULL) {
        g_free(message->text);
        message->text = text;
    }
}

static gboolean
read_parts(InkMessage *message, GBytes *bytes, InkLimits *left, InkDefects *defects, GError **error)
{
    g_autoptr(GError) mend_error = NULL;
    g_autoptr(InkTree) tree = ink_tree_parse(bytes, left, defects, error);
    if (tree == NULL)
        return FALSE;
    ink_header_read(message, g_mime_object_get_header_list(tree->root), left, defects);
    g_autoptr(InkTree) mended = ink_tree_mend(tree, left, defects, &mend_error);
    if (mend_error != NULL) {
        g_propagate_error(error, g_steal_pointer(&mend_error));
        return FALSE;
    }
    InkTree *best = mended != NULL ? mended : tree;
    g_autoptr(GMimeObject) outer = g_object_ref(tree->root);
    ink_tree_take(best, left); /* of a body that is read twice, the second reading is the larger */
    ink_signed_open(best, left, defects);
    g_autoptr(GPtrArray) files =
        ink_body_read(message, best->root, (gsize)left->text_bytes, defects);
    for (guint i = 0; i < files->len; i++)
        if (!ink_winmail_read(message, files->pdata[i], left, defects))
            g_ptr_array_add(message->attachments,
                            ink_attachment_read(files->pdata[i], left, defects));
    read_kinds(message, outer, best->root);
    ink_report_parts_read(message, best->root);
    return TRUE;
}

void
ink_message_split_text(InkMessage *message)
{
    g_clear_pointer(&message->new_text, g_free);
    g_clear_pointer(&message->signature, g_free);
    ink_quote_split(message->text, &message->new_text, &message->signature);
}

InkMessage *
ink_message_read(GBytes *bytes, InkLimits *left, GError **error)
{
    gsize size;
    const char *data = g_bytes_get_data(bytes, &size);
    if (!has_content(data, size, error))
        return NULL;
    g_autoptr(GPtrArray) defects = ink_defects_new();
    g_autoptr(GBytes) repaired = repair_line_ends(bytes, defects);
    data = g_bytes_get_data(repaired, NULL);
    gsize start = (gsize)(find_header(data, data + size, defects) - data);
    g_autoptr(GBytes) whole = g_bytes_new_from_bytes(repaired, start, size - start);
    g_autoptr(InkMessage) message = ink_message_new();
    if (!read_parts(message, whole, left, defects, error))
        return NULL;
    ink_message_split_text(message);
    g_strfreev(message->defects);
    message->defects = ink_defects_free_to_strv(g_steal_pointer(&defects));
    return g_steal_pointer(&message);
}

gboolean
ink_message_check_size(gsize size, const InkLimits *limits, GError **error)
{
    if ((gint64)size <= limits->message_bytes)
        return TRUE;
    g_set_error(error, INK_ERROR, INK_ERROR_BAD_MESSAGE,
                "Meddelandet är för stort: %" G_GSIZE_FORMAT
                " byte, gränsen message_bytes är %" G_GINT64_FORMAT
                ". Höj gränsen under limits: i konfigurationen om meddelandet är äkta.",
                size, limits->message_bytes);
    return FALSE;
}

InkMessage *
ink_message_parse(GBytes *bytes, const InkLimits *limits, GError **error)
{
    if (!ink_message_check_size(g_bytes_get_size(bytes), limits, error))
        return NULL;
    InkLimits left = *limits;
    return ink_message_read(bytes, &left, error);
}
