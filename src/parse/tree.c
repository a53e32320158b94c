/* SPDX-License-Identifier: MIT
 *
 * GMime reads the bytes where they are, without a copy. g_mime_parser_construct_part() is used and
 * not …_construct_message(), because a GMimeMessage parses its address fields at once and by
 * recursion: 81 KB of "a:" end the program. An object keeps the fields as they are written, all of
 * them in order; header.c reads those it wants, cut at a limit. For the same reason attached
 * messages are opaque parts here (see ink_parse_init()), which also keeps their bytes as they were.
 *
 * Where a boundary is wrong or missing, GMime has the body in the prologue and no parts. Then the
 * boundary that is used in the body is looked for, and the body parsed again with it; if there is
 * none, the body is text.
 */
#include "tree.h"

#include <string.h>

enum { GUESS_LINES = 40 };

void
ink_tree_free(InkTree *tree)
{
    if (tree == NULL)
        return;
    g_clear_object(&tree->root);
    g_ptr_array_unref(tree->inner);
    g_bytes_unref(tree->bytes);
    g_free(tree);
}

InkTree *
ink_tree_parse(GBytes *bytes, const InkLimits *limits, InkDefects *defects, GError **error)
{
    InkUse use;
    GBytes *safe = ink_prescan(bytes, limits, defects, &use, error);
    if (safe == NULL)
        return NULL;
    InkTree *tree = g_new0(InkTree, 1);
    tree->use = use;
    tree->inner = g_ptr_array_new_with_free_func((GDestroyNotify)ink_tree_free);
    gsize size;
    const void *data = g_bytes_get_data(safe, &size);
    tree->bytes = safe;
    tree->view = (GByteArray){(guint8 *)data, (guint)size};
    g_autoptr(GMimeStream) stream = g_mime_stream_mem_new();
    g_mime_stream_mem_set_byte_array(GMIME_STREAM_MEM(stream), &tree->view);
    g_autoptr(GMimeParser) parser = g_mime_parser_new_with_stream(stream);
    tree->root = g_mime_parser_construct_part(parser, NULL);
    if (tree->root == NULL) /* nothing but white space */
        tree->root = GMIME_OBJECT(g_mime_text_part_new());
    gint64 body = g_mime_parser_get_headers_end(parser);
    tree->body = body < 0 ? size : MIN((gsize)body, size);
    return tree;
}

void
ink_tree_take(const InkTree *tree, InkLimits *left)
{
    left->parts = MAX(0, left->parts - tree->use.parts);
    left->header_count = MAX(0, left->header_count - tree->use.fields);
}

/* "--text" followed by a Content- field, among the first lines of a body: what the boundary must
 * be when none is given or the one given never comes. */
static char *
guess_boundary(const char *at, const char *end)
{
    for (int i = 0; i < GUESS_LINES && at < end; i++) {
        const char *feed = memchr(at, '\n', (gsize)(end - at));
        const char *next = feed != NULL ? feed + 1 : end;
        if (next - at > 2 && at[0] == '-' && at[1] == '-' && end - next > 8 &&
            g_ascii_strncasecmp(next, "Content-", 8) == 0)
            return g_strchomp(g_strndup(at + 2, (gsize)(next - at - 2)));
        at = next;
    }
    return NULL;
}

static char *
make_header(GMimeObject *root, const char *boundary)
{
    if (boundary == NULL)
        return g_strdup("Content-Type: text/plain\n\n");
    GMimeContentType *type = g_mime_object_get_content_type(root);
    g_auto(GStrv) pieces = g_strsplit(boundary, "\"", -1);
    g_autofree char *escaped = g_strjoinv("\\\"", pieces);
    return g_strdup_printf("Content-Type: multipart/%s; boundary=\"%s\"\n\n",
                           g_mime_content_type_get_media_subtype(type), escaped);
}

/* The body again, under a header that says what boundary it has; NULL: it is text. */
static InkTree *
parse_body(const InkTree *tree, gsize body, const char *boundary, const InkLimits *limits,
           InkDefects *defects, GError **error)
{
    gsize size;
    const guint8 *data = g_bytes_get_data(tree->bytes, &size);
    g_autofree char *header = make_header(tree->root, boundary);
    GByteArray *copy = g_byte_array_sized_new((guint)(strlen(header) + size - body));
    g_byte_array_append(copy, (const guint8 *)header, (guint)strlen(header));
    g_byte_array_append(copy, data + body, (guint)(size - body));
    g_autoptr(GBytes) bytes = g_byte_array_free_to_bytes(copy);
    return ink_tree_parse(bytes, limits, defects, error);
}

static gboolean
has_no_parts(const InkTree *tree)
{
    return GMIME_IS_MULTIPART(tree->root) &&
           g_mime_multipart_get_count(GMIME_MULTIPART(tree->root)) == 0;
}

InkTree *
ink_tree_mend(const InkTree *tree, const InkLimits *limits, InkDefects *defects, GError **error)
{
    if (!has_no_parts(tree))
        return NULL;
    gsize size;
    const char *data = g_bytes_get_data(tree->bytes, &size);
    const char *feed = memchr(data + tree->body, '\n', size - tree->body);
    gsize body = feed != NULL ? (gsize)(feed + 1 - data) : size;
    g_autofree char *boundary = guess_boundary(data + body, data + size);
    if (boundary != NULL) {
        g_autoptr(InkTree) mended = parse_body(tree, body, boundary, limits, defects, error);
        if (mended == NULL)
            return NULL;
        if (!has_no_parts(mended)) {
            ink_defects_add(defects, "Gränsen mellan delarna saknas eller är en annan än den "
                                     "uppgivna; den som används i texten gäller.");
            return g_steal_pointer(&mended);
        }
    }
    ink_defects_add(defects, "Gränsen mellan delarna saknas; allt lästes som text.");
    return parse_body(tree, body, NULL, limits, defects, error);
}
