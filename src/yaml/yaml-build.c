/* SPDX-License-Identifier: MIT
 *
 * Lets libfyaml cut the text into events, and builds our own tree of them.
 *
 * libfyaml's document builder is not used, only its event parser: so that nothing recurses on the
 * depth of the input, duplicate keys can all be reported, and anchors, aliases and tags never
 * mean anything. They are refused: no file a registrator writes needs them, an alias can blow up
 * without bound, and a forgotten quote before * or & or ! would otherwise pass in silence.
 */
#include "yaml-private.h"

#include <libfyaml.h>
#include <string.h>

#define MAX_DEPTH    32
#define MAX_PROBLEMS 50 /* in one file; after that the rest is hardly read by anyone */

/* An open list or mapping while the events come in. */
typedef struct {
    InkYamlNode *node;
    InkYamlNode *key; /* of the mapping, waiting for its value */
} Level;

typedef struct {
    InkYaml *yaml;
    InkProblems *problems;
    GArray *levels;     /* Level: the way from the root to the open node */
    guint ignored;      /* open lists and mappings inside one that is not kept (a key) */
    guint documents;    /* begun */
    guint line, column; /* of the last event that had a place */
    gsize offset;
    guint bad; /* problems found */
} Builder;

static InkYamlNode *
node_new(const Builder *builder, InkYamlKind kind)
{
    InkYamlNode *node = g_new0(InkYamlNode, 1);
    node->yaml = builder->yaml;
    node->kind = kind;
    node->line = builder->line;
    node->column = builder->column;
    node->offset = builder->offset;
    if (kind != INK_YAML_SCALAR)
        node->items = g_ptr_array_new_with_free_func(ink_yaml_node_free);
    if (kind == INK_YAML_MAPPING) {
        node->keys = g_ptr_array_new_with_free_func(ink_yaml_node_free);
        node->index = g_hash_table_new(g_str_hash, g_str_equal);
    }
    return node;
}

G_GNUC_PRINTF(4, 5)
static void
complain(Builder *builder, guint line, guint column, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_autofree char *source = ink_yaml_dup_line(builder->yaml, line);
    InkPlace place = {builder->yaml->file, line, column};
    ink_problems_add(builder->problems, INK_SEVERITY_ERROR, place, source, "%s", message);
    builder->bad++;
}

static Level *
top(const Builder *builder)
{
    guint depth = builder->levels->len;
    return depth == 0 ? NULL : &g_array_index(builder->levels, Level, depth - 1);
}

/* Takes the key. A key that stands twice is a mistake: which of the two was meant? */
static void
add_pair(Builder *builder, Level *level, InkYamlNode *value)
{
    InkYamlNode *key = g_steal_pointer(&level->key);
    g_ptr_array_add(level->node->keys, key);
    g_ptr_array_add(level->node->items, value);
    const InkYamlNode *first = g_hash_table_lookup(level->node->index, key->scalar);
    if (first == NULL) {
        g_hash_table_insert(level->node->index, key->scalar, value);
        return;
    }
    guint line = 0;
    for (guint i = 0; line == 0 && i < level->node->keys->len; i++) {
        const InkYamlNode *other = g_ptr_array_index(level->node->keys, i);
        if (strcmp(other->scalar, key->scalar) == 0)
            line = other->line;
    }
    complain(builder, key->line, key->column,
             "nyckeln \"%s\" står två gånger, först på rad %u; ta bort den ena", key->scalar, line);
}

/* Gives the node its place in the tree. */
static void
add_node(Builder *builder, InkYamlNode *node)
{
    Level *level = top(builder);
    if (level == NULL) {
        g_clear_pointer(&builder->yaml->root, ink_yaml_node_free);
        builder->yaml->root = node;
    } else if (level->node->kind == INK_YAML_SEQUENCE) {
        g_ptr_array_add(level->node->items, node);
    } else if (level->key == NULL) {
        level->key = node;
    } else {
        add_pair(builder, level, node);
    }
}

static gboolean
is_key(const Builder *builder)
{
    const Level *level = top(builder);
    return level != NULL && level->node->kind == INK_YAML_MAPPING && level->key == NULL;
}

static InkYamlStyle
get_style(struct fy_token *token)
{
    if (token == NULL)
        return INK_YAML_STYLE_NONE;
    switch (fy_token_scalar_style(token)) {
    case FYSS_SINGLE_QUOTED:
        return INK_YAML_STYLE_SINGLE;
    case FYSS_DOUBLE_QUOTED:
        return INK_YAML_STYLE_DOUBLE;
    case FYSS_LITERAL:
        return INK_YAML_STYLE_LITERAL;
    case FYSS_FOLDED:
        return INK_YAML_STYLE_FOLDED;
    default:
        return INK_YAML_STYLE_PLAIN;
    }
}

static void
add_scalar(Builder *builder, struct fy_token *token)
{
    InkYamlNode *node = node_new(builder, INK_YAML_SCALAR);
    node->style = get_style(token);
    gsize size = 0;
    const char *text = token != NULL ? fy_token_get_text(token, &size) : NULL;
    if (text == NULL)
        size = 0;
    if (!g_utf8_validate_len(text != NULL ? text : "", size, NULL)) {
        complain(builder, node->line, node->column,
                 "värdet innehåller ett tecken som inte finns (\\0 eller en halv \\u-kod); ta bort "
                 "det eller skriv tecknet självt");
        size = 0;
    }
    node->scalar = g_strndup(text != NULL ? text : "", size);
    node->end = token != NULL ? fy_token_end_mark(token)->input_pos : node->offset;
    if (node->style == INK_YAML_STYLE_LITERAL || node->style == INK_YAML_STYLE_FOLDED)
        ink_yaml_node_skip_indentation(node);
    add_node(builder, node);
}

static void
open_node(Builder *builder, InkYamlKind kind)
{
    if (is_key(builder)) {
        complain(builder, builder->line, builder->column,
                 "en nyckel måste vara ett ord; sätt citattecken om den börjar med [ eller {");
        builder->ignored = 1;
        InkYamlNode *node = node_new(builder, INK_YAML_SCALAR);
        node->scalar = g_strdup("");
        add_node(builder, node);
        return;
    }
    InkYamlNode *node = node_new(builder, kind);
    add_node(builder, node);
    Level level = {.node = node};
    g_array_append_val(builder->levels, level);
}

static void
close_node(Builder *builder)
{
    Level *level = top(builder);
    g_clear_pointer(&level->key, ink_yaml_node_free);
    g_array_set_size(builder->levels, builder->levels->len - 1);
}

static gboolean
is_start(enum fy_event_type type)
{
    return type == FYET_MAPPING_START || type == FYET_SEQUENCE_START;
}

static gboolean
is_end(enum fy_event_type type)
{
    return type == FYET_MAPPING_END || type == FYET_SEQUENCE_END;
}

/* Anchors and tags stand before the value they belong to; their marks are after the sign. */
static void
refuse_properties(Builder *builder, struct fy_event *event)
{
    enum fy_event_type type = event->type;
    if (type == FYET_ALIAS) {
        complain(builder, builder->line, builder->column > 1 ? builder->column - 1 : 1,
                 "* betyder alias i YAML, och alias används inte här; sätt citattecken om värdet "
                 "eller skriv ut det");
        return;
    }
    if (type != FYET_SCALAR && !is_start(type))
        return;
    if (fy_event_get_anchor_token(event) != NULL)
        complain(builder, builder->line, builder->column,
                 "& före ett värde betyder ankare i YAML, och ankare används inte här; sätt "
                 "citattecken om hela värdet");
    if (fy_event_get_tag_token(event) != NULL)
        complain(builder, builder->line, builder->column,
                 "! före ett värde betyder tagg i YAML, och taggar används inte här; sätt "
                 "citattecken om hela värdet");
}

static void
note_place(Builder *builder, struct fy_event *event)
{
    const struct fy_mark *mark = fy_event_start_mark(event);
    if (mark == NULL)
        return;
    builder->line = (guint)mark->line + 1;
    builder->column = (guint)mark->column + 1;
    builder->offset = mark->input_pos;
}

/* FALSE: the rest of the file is not worth reading. */
static gboolean
take_event(Builder *builder, struct fy_event *event)
{
    note_place(builder, event);
    refuse_properties(builder, event);
    if (builder->ignored > 0) {
        if (is_start(event->type))
            builder->ignored++;
        else if (is_end(event->type))
            builder->ignored--;
        return TRUE;
    }
    switch (event->type) {
    case FYET_DOCUMENT_START:
        if (builder->documents++ == 0)
            return TRUE;
        complain(builder, builder->line, builder->column,
                 "filen får bara ha ett dokument; ta bort raden ---");
        return FALSE;
    case FYET_SCALAR:
        add_scalar(builder, fy_event_get_token(event));
        return TRUE;
    case FYET_ALIAS:
        add_scalar(builder, NULL);
        return TRUE;
    case FYET_MAPPING_START:
    case FYET_SEQUENCE_START:
        if (builder->levels->len >= MAX_DEPTH) {
            complain(builder, builder->line, builder->column,
                     "fler än %d nivåer i varandra; dela upp det", MAX_DEPTH);
            return FALSE;
        }
        open_node(builder,
                  event->type == FYET_MAPPING_START ? INK_YAML_MAPPING : INK_YAML_SEQUENCE);
        return TRUE;
    case FYET_MAPPING_END:
    case FYET_SEQUENCE_END:
        close_node(builder);
        return TRUE;
    default:
        return TRUE;
    }
}

/* What was opened with [ or { and is still open; NULL if nothing is. */
static const InkYamlNode *
find_open_bracket(const Builder *builder)
{
    const Level *level = top(builder);
    if (level == NULL)
        return NULL;
    char first = builder->yaml->text[level->node->offset];
    return first == '[' || first == '{' ? level->node : NULL;
}

static gboolean
is_after_end(const InkYaml *yaml, guint line)
{
    if (line < yaml->lines->len)
        return FALSE;
    g_autofree char *last = ink_yaml_dup_line(yaml, line);
    return last == NULL || *last == '\0';
}

/* A bracket that is never closed shows only at the end of the file; the person needs to see where
 * it was opened. */
static void
complain_of_syntax(Builder *builder, const struct fy_diag_error *error)
{
    guint line = error->line > 0 ? (guint)error->line : builder->line;
    guint column = error->column > 0 ? (guint)error->column : builder->column;
    const InkYamlNode *open = find_open_bracket(builder);
    if (open != NULL && is_after_end(builder->yaml, line)) {
        gboolean is_list = open->kind == INK_YAML_SEQUENCE;
        complain(builder, open->line, open->column, "%s stängs aldrig; skriv %s efter det sista",
                 is_list ? "hakparentesen [" : "klammern {", is_list ? "]" : "}");
        return;
    }
    line = MIN(line, builder->yaml->lines->len);
    const char *swedish = ink_yaml_translate(error->msg);
    if (swedish != NULL)
        complain(builder, line, column, "%s", swedish);
    else
        complain(builder, line, column, "raden kan inte läsas som YAML (%s)", error->msg);
}

static void
report_syntax(Builder *builder, struct fy_diag *diag)
{
    void *iterator = NULL;
    const struct fy_diag_error *error;
    guint count = 0;
    while ((error = fy_diag_errors_iterate(diag, &iterator)) != NULL) {
        if (error->type != FYET_ERROR)
            continue;
        complain_of_syntax(builder, error);
        count++;
    }
    if (count == 0)
        complain(builder, builder->line, builder->column,
                 "filen kan inte läsas som YAML från och med här");
}

static void
read_events(Builder *builder, struct fy_parser *parser, struct fy_diag *diag)
{
    gboolean is_done = FALSE;
    while (!is_done) {
        struct fy_event *event = fy_parser_parse(parser);
        if (event == NULL) {
            report_syntax(builder, diag);
            return;
        }
        is_done = event->type == FYET_STREAM_END || !take_event(builder, event) ||
                  builder->bad >= MAX_PROBLEMS;
        fy_parser_event_free(parser, event);
    }
}

/* FALSE if libfyaml could not even start. Errors are collected; nothing is printed. */
static gboolean
run_parser(Builder *builder)
{
    struct fy_diag_cfg diag_config;
    fy_diag_cfg_default(&diag_config);
    diag_config.fp = NULL;
    diag_config.output_fn = NULL;
    struct fy_diag *diag = fy_diag_create(&diag_config);
    if (diag == NULL)
        return FALSE;
    fy_diag_set_collect_errors(diag, true);
    struct fy_parse_cfg config = {.flags = FYPCF_DEFAULT_PARSE | FYPCF_JSON_NONE, .diag = diag};
    struct fy_parser *parser = fy_parser_create(&config);
    gboolean is_ready = parser != NULL && fy_parser_set_string(parser, builder->yaml->text,
                                                               strlen(builder->yaml->text)) == 0;
    if (is_ready)
        read_events(builder, parser, diag);
    fy_parser_destroy(parser);
    fy_diag_destroy(diag);
    return is_ready;
}

static void
clear_levels(Builder *builder)
{
    while (builder->levels->len > 0)
        close_node(builder);
    g_array_unref(builder->levels);
}

gboolean
ink_yaml_build(InkYaml *yaml, InkProblems *problems)
{
    Builder builder = {.yaml = yaml, .problems = problems, .line = 1, .column = 1};
    builder.levels = g_array_new(FALSE, TRUE, sizeof(Level));
    if (!run_parser(&builder))
        complain(&builder, 0, 0, "filen kunde inte läsas: minnet räckte inte");
    clear_levels(&builder);
    if (yaml->root == NULL)
        yaml->root = node_new(&builder, INK_YAML_MAPPING);
    return builder.bad == 0;
}
