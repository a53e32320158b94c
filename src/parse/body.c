/* SPDX-License-Identifier: MIT
 *
 * The way through the tree, as RFC 8621 §4.1.4 has it: of multipart/alternative one child is
 * chosen, of multipart/related the first is the text, of every other multipart all inline texts
 * belong together in their order. A text with a file name that is not first, or with disposition
 * attachment, is an attachment; so is every other leaf, but for the texts that were not chosen.
 *
 * The plain text of an alternative is preferred, because what people wrote stands there without
 * decoration, unless it is blank or only says that one should read the HTML.
 */
#include "body.h"

#include "charset.h"
#include "flowed.h"
#include "transfer.h"

#include "inkom/parse.h"
#include "inkom/text.h"

#include <string.h>

enum {
    STUB_BYTES = 300,
    META_BYTES = 2048,
    RAW_FACTOR = 4,   /* bytes of a charset per byte of UTF-8, at most */
    HTML_FACTOR = 64, /* HTML around its text */
};

typedef enum { LEAF_PLAIN, LEAF_HTML, LEAF_OTHER_TEXT, LEAF_FILE } Leaf;

typedef struct {
    guint part;
    gboolean is_html;
    char *text; /* NULL until it is needed */
} Piece;

typedef struct {
    GArray *pieces; /* Piece */
    GArray *files;  /* guint */
} Choice;

typedef struct {
    const InkStructure *structure;
    InkDefects *defects;
    gsize max_bytes;
    gboolean is_cut;
} Body;

static void
clear_piece(gpointer data)
{
    g_free(((Piece *)data)->text);
}

static Choice *
choice_new(void)
{
    Choice *choice = g_new0(Choice, 1);
    choice->pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
    g_array_set_clear_func(choice->pieces, clear_piece);
    choice->files = g_array_new(FALSE, FALSE, sizeof(guint));
    return choice;
}

static void
choice_free(Choice *choice)
{
    if (choice == NULL)
        return;
    g_array_unref(choice->pieces);
    g_array_unref(choice->files);
    g_free(choice);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Choice, choice_free)

static Leaf
leaf_kind(const InkPart *part)
{
    const char *type = part->type->value;
    if (part->is_multipart || strcmp(type, "text/plain") == 0 || strchr(type, '/') == NULL)
        return LEAF_PLAIN;
    if (strcmp(type, "text/html") == 0 || strcmp(type, "application/xhtml+xml") == 0)
        return LEAF_HTML;
    if (g_str_has_prefix(type, "text/") && strcmp(type, "text/calendar") != 0)
        return LEAF_OTHER_TEXT;
    return LEAF_FILE;
}

static gboolean
has_name(const InkPart *part)
{
    return ink_params_find(part->type, "name") != NULL ||
           (part->disposition != NULL &&
            (ink_params_find(part->disposition, "filename") != NULL ||
             ink_params_find(part->disposition, "filename*") != NULL ||
             ink_params_find(part->disposition, "filename*0*") != NULL));
}

static gboolean
is_attached(const InkPart *part)
{
    return part->disposition != NULL && strcmp(part->disposition->value, "attachment") == 0;
}

static void
to_unix_lines(char *text)
{
    char *used = text;
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '\r' && c[1] == '\n')
            continue;
        *used++ = (char)(*c == '\r' ? '\n' : *c);
    }
    *used = '\0';
}

/* A character that the cap divided would make the whole text look like something else. */
static void
drop_divided_character(GString *bytes)
{
    gsize used = bytes->len;
    for (int i = 0; i < 3 && used > 0 && ((guchar)bytes->str[used - 1] & 0xc0) == 0x80; i++)
        used--;
    if (used > 0 && (guchar)bytes->str[used - 1] >= 0xc0)
        g_string_truncate(bytes, used - 1);
}

/* <meta charset=…> or <meta … content="text/html; charset=…">, when the header says nothing. */
static char *
find_meta_charset(const GString *bytes)
{
    g_autofree char *start = g_ascii_strdown(bytes->str, (gssize)MIN(bytes->len, META_BYTES));
    const char *found = strstr(start, "charset=");
    if (found == NULL)
        return NULL;
    found += strlen("charset=");
    found += strspn(found, "\"' ");
    return g_strndup(found, strcspn(found, "\"' >/;"));
}

static char *
read_piece(Body *body, const InkPart *part, gboolean is_html)
{
    gboolean is_cut;
    gsize factor = is_html ? HTML_FACTOR : RAW_FACTOR;
    g_autoptr(GString) bytes =
        ink_transfer_decode_some(part->encoding, body->structure->bytes + part->body,
                                 part->end - part->body, body->max_bytes * factor + 64, &is_cut);
    if (is_cut) {
        body->is_cut = TRUE;
        drop_divided_character(bytes);
    }
    g_autofree char *charset = g_strdup(ink_params_find(part->type, "charset"));
    if (charset == NULL && is_html)
        charset = find_meta_charset(bytes);
    char *text = ink_charset_decode(bytes->str, bytes->len, charset, body->defects);
    if (is_html) {
        char *plain = ink_html_to_text(text, strlen(text), body->max_bytes + 1);
        g_free(text);
        return plain;
    }
    to_unix_lines(text);
    const char *format = ink_params_find(part->type, "format");
    if (format != NULL && g_ascii_strcasecmp(format, "flowed") == 0) {
        const char *delsp = ink_params_find(part->type, "delsp");
        char *joined =
            ink_flowed_join(text, delsp != NULL && g_ascii_strcasecmp(delsp, "yes") == 0);
        g_free(text);
        return joined;
    }
    return text;
}

static const char *
piece_text(Body *body, Piece *piece)
{
    if (piece->text == NULL)
        piece->text =
            read_piece(body, ink_structure_get(body->structure, piece->part), piece->is_html);
    return piece->text;
}

static char *
choice_text(Body *body, Choice *choice)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < choice->pieces->len && text->len <= body->max_bytes; i++) {
        const char *more = piece_text(body, &g_array_index(choice->pieces, Piece, i));
        if (text->len > 0 && *more != '\0' && text->str[text->len - 1] != '\n')
            g_string_append_c(text, '\n');
        g_string_append(text, more);
    }
    return g_string_free(text, FALSE);
}

static gboolean
has_html(const Choice *choice)
{
    for (guint i = 0; i < choice->pieces->len; i++)
        if (g_array_index(choice->pieces, Piece, i).is_html)
            return TRUE;
    return FALSE;
}

/* "Your program cannot show HTML", "Visa i webbläsaren": short, and about how to read. */
static gboolean
is_stub(const char *text)
{
    static const char *const signs[] = {"html",      "webbläsare",  "browser",      "multi-part",
                                        "multipart", "mime format", "e-postklient", "selaime"};
    if (strlen(text) > STUB_BYTES)
        return FALSE;
    g_autofree char *lower = g_utf8_strdown(text, -1);
    for (gsize i = 0; i < G_N_ELEMENTS(signs); i++)
        if (strstr(lower, signs[i]) != NULL)
            return TRUE;
    return FALSE;
}

static gboolean
is_worse_than_html(Body *body, Choice *plain, Choice *html)
{
    g_autofree char *text = choice_text(body, plain);
    if (ink_text_is_blank(text))
        return TRUE;
    if (!is_stub(text))
        return FALSE;
    g_autofree char *other = choice_text(body, html);
    return strlen(other) > 2 * strlen(text);
}

static void
move_pieces(Choice *from, Choice *to)
{
    g_array_append_vals(to->pieces, from->pieces->data, from->pieces->len);
    g_array_set_clear_func(from->pieces, NULL);
    g_array_set_size(from->pieces, 0);
}

static void choose(Body *body, guint index, Choice *choice);

/* Several plain texts are all kept: programs that do not know better say alternative for mixed. */
static void
choose_alternative(Body *body, guint index, Choice *choice)
{
    const InkPart *parent = ink_structure_get(body->structure, index);
    g_autoptr(Choice) plain = choice_new();
    g_autoptr(Choice) html = choice_new();
    for (guint i = index + 1; i < parent->after; i = ink_structure_get(body->structure, i)->after) {
        const InkPart *part = ink_structure_get(body->structure, i);
        if (leaf_kind(part) == LEAF_OTHER_TEXT && !is_attached(part) && !has_name(part))
            continue;
        g_autoptr(Choice) child = choice_new();
        if (part->is_multipart || leaf_kind(part) != LEAF_FILE)
            choose(body, i, child);
        else
            g_array_append_val(child->files, i);
        g_array_append_vals(choice->files, child->files->data, child->files->len);
        move_pieces(child, has_html(child) ? html : plain);
    }
    gboolean is_html_better = html->pieces->len > 0 && is_worse_than_html(body, plain, html);
    move_pieces(is_html_better ? html : plain, choice);
}

static void
choose_leaf(Body *body, guint index, gboolean is_first, Choice *choice)
{
    const InkPart *part = ink_structure_get(body->structure, index);
    Leaf kind = leaf_kind(part);
    if (kind == LEAF_OTHER_TEXT && index == 0)
        kind = LEAF_PLAIN;
    if (kind > LEAF_HTML || is_attached(part) || (!is_first && has_name(part))) {
        g_array_append_val(choice->files, index);
        return;
    }
    Piece piece = {.part = index, .is_html = kind == LEAF_HTML};
    g_array_append_val(choice->pieces, piece);
}

/* Of multipart/related only the first child is text; the leaves of the others are files. */
static void
choose_files(Body *body, guint from, guint after, Choice *choice)
{
    for (guint i = from; i < after; i++)
        if (!ink_structure_get(body->structure, i)->is_multipart)
            g_array_append_val(choice->files, i);
}

static void
choose(Body *body, guint index, Choice *choice)
{
    const InkPart *parent = ink_structure_get(body->structure, index);
    if (parent->after == index + 1) {
        choose_leaf(body, index, TRUE, choice);
        return;
    }
    if (strcmp(parent->type->value, "multipart/alternative") == 0) {
        choose_alternative(body, index, choice);
        return;
    }
    gboolean is_related = strcmp(parent->type->value, "multipart/related") == 0;
    for (guint i = index + 1, next; i < parent->after; i = next) {
        const InkPart *part = ink_structure_get(body->structure, i);
        next = part->after;
        if (is_related && i > index + 1)
            choose_files(body, i, next, choice);
        else if (part->is_multipart)
            choose(body, i, choice);
        else
            choose_leaf(body, i, i == index + 1, choice);
    }
}

static void
cut(char *text, gsize max_bytes, gboolean *is_cut)
{
    if (strlen(text) <= max_bytes)
        return;
    *g_utf8_find_prev_char(text, text + max_bytes + 1) = '\0';
    *is_cut = TRUE;
}

GArray *
ink_body_read(InkMessage *message, const InkStructure *structure, gsize max_bytes,
              InkDefects *defects)
{
    Body body = {structure, defects, max_bytes, FALSE};
    g_autoptr(Choice) choice = choice_new();
    choose(&body, 0, choice);
    g_free(message->text);
    message->text = choice_text(&body, choice);
    cut(message->text, max_bytes, &body.is_cut);
    message->is_text_cut = body.is_cut;
    gboolean has_plain = FALSE;
    for (guint i = 0; i < choice->pieces->len; i++)
        has_plain = has_plain || !g_array_index(choice->pieces, Piece, i).is_html;
    if (has_plain)
        message->text_source = INK_TEXT_PLAIN;
    else if (choice->pieces->len > 0)
        message->text_source = INK_TEXT_HTML;
    return g_array_ref(choice->files);
}
