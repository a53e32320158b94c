/* SPDX-License-Identifier: MIT
 *
 * From the text of a template to its nodes.
 *
 * The text is read line by line, because every mistake is shown with its line, and no tag goes over
 * a line end. Sections that are open stand on a stack; the tag that closes one writes into the
 * section's node where the text after it begins. After a mistake the parser assumes what was most
 * likely meant and goes on, so that all mistakes are found and none is told twice.
 */
#include "template-private.h"

#include "inkom/text.h"

#include <string.h>

#define SUBJECT "Subject:"

typedef struct {
    guint node; /* its number in the list */
    const char *name;
    char sign; /* '#' or '^' */
    InkPlace place;
    const char *source; /* the line it stands in */
} OpenSection;

typedef struct {
    const char *file;
    const char *const *known_fields;
    InkProblems *problems;

    const char *source; /* the line that is being read */
    guint line;         /* its number, from 1 */

    GArray *nodes;         /* of InkNode: the part that is being read */
    GString *text;         /* what is not yet a node */
    GArray *open_sections; /* of OpenSection */
} Parser;

static InkPlace
get_place(const Parser *parser, const char *at)
{
    guint column = (guint)g_utf8_pointer_to_offset(parser->source, at) + 1;
    return (InkPlace){parser->file, parser->line, column};
}

static void add_error(const Parser *parser, const char *at, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* at: where in the line that is being read. */
static void
add_error(const Parser *parser, const char *at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *message = g_strdup_vprintf(format, args);
    va_end(args);
    ink_problems_add(parser->problems, INK_SEVERITY_ERROR, get_place(parser, at), parser->source,
                     "%s", message);
}

static void
node_clear(gpointer data)
{
    InkNode *node = data;
    g_free(node->text);
}

static GArray *
nodes_new(void)
{
    GArray *nodes = g_array_new(FALSE, FALSE, sizeof(InkNode));
    g_array_set_clear_func(nodes, node_clear);
    return nodes;
}

static void
add_node(Parser *parser, InkNodeKind kind, const char *text)
{
    InkNode node = {kind, g_strdup(text), 0};
    g_array_append_val(parser->nodes, node);
}

static void
flush_text(Parser *parser)
{
    if (parser->text->len > 0)
        add_node(parser, INK_NODE_TEXT, parser->text->str);
    g_string_truncate(parser->text, 0);
}

static gboolean
is_known(const Parser *parser, const char *name)
{
    return g_strv_contains(parser->known_fields, name);
}

static void
check_name(const Parser *parser, const char *name, const char *at)
{
    if (is_known(parser, name))
        return;
    g_autofree char *fields = g_strjoinv(", ", (char **)parser->known_fields);
    const char *near = ink_text_find_nearest(name, parser->known_fields);
    if (*name == '\0')
        add_error(parser, at, "fältet saknar namn; fälten är %s", fields);
    else if (near != NULL)
        add_error(parser, at, "okänt fält \"%s\"; menade du \"%s\"?", name, near);
    else
        add_error(parser, at, "okänt fält \"%s\"; fälten är %s", name, fields);
}

static void
open_section(Parser *parser, InkNodeKind kind, const char *name, const char *tag)
{
    add_node(parser, kind, name);
    guint number = parser->nodes->len - 1;
    OpenSection section = {
        .node = number,
        .name = g_array_index(parser->nodes, InkNode, number).text,
        .sign = kind == INK_NODE_SECTION ? '#' : '^',
        .place = get_place(parser, tag),
        .source = parser->source,
    };
    g_array_append_val(parser->open_sections, section);
}

static const OpenSection *
get_innermost(const Parser *parser)
{
    GArray *sections = parser->open_sections;
    return sections->len > 0 ? &g_array_index(sections, OpenSection, sections->len - 1) : NULL;
}

static gboolean
is_open(const Parser *parser, const char *name)
{
    for (guint i = 0; i < parser->open_sections->len; i++) {
        if (g_str_equal(g_array_index(parser->open_sections, OpenSection, i).name, name))
            return TRUE;
    }
    return FALSE;
}

static void
close_innermost(Parser *parser)
{
    guint node = get_innermost(parser)->node;
    g_array_index(parser->nodes, InkNode, node).end = parser->nodes->len;
    g_array_set_size(parser->open_sections, parser->open_sections->len - 1);
}

/* A tag that names an outer section closes what is open inside it as well. One that names no open
 * section is taken for a misspelling of the innermost. */
static void
close_section(Parser *parser, const char *name, const char *name_at, const char *tag)
{
    const OpenSection *open = get_innermost(parser);
    if (open == NULL) {
        add_error(parser, tag,
                  "{{/%s}} avslutar ett avsnitt som inte har börjat; skriv {{#%s}} eller {{^%s}} "
                  "där det börjar, eller ta bort taggen",
                  name, name, name);
        return;
    }
    if (!g_str_equal(open->name, name)) {
        if (is_open(parser, name) || is_known(parser, name))
            add_error(parser, tag,
                      "{{/%s}} avslutar fel avsnitt: {{%c%s}} på rad %u är öppet; skriv {{/%s}} "
                      "här eller före",
                      name, open->sign, open->name, open->place.line, open->name);
        else
            check_name(parser, name, name_at);
        while (is_open(parser, name) && !g_str_equal(get_innermost(parser)->name, name))
            close_innermost(parser);
    }
    close_innermost(parser);
}

static const char *
skip_spaces(const char *text)
{
    return text + strspn(text, " \t");
}

/* inner: what stands between {{ and }}; tag: where the {{ stands. */
static void
parse_tag(Parser *parser, const char *tag, const char *inner, gsize size)
{
    const char *sign = skip_spaces(inner);
    gboolean has_sign = sign < inner + size && strchr("#^/!", *sign) != NULL;
    if (has_sign && *sign == '!')
        return;
    flush_text(parser);
    const char *start = skip_spaces(has_sign ? sign + 1 : sign);
    g_autofree char *name =
        start < inner + size ? g_strndup(start, (gsize)(inner + size - start)) : g_strdup("");
    g_strchomp(name);

    if (has_sign && *sign == '/') {
        close_section(parser, name, start, tag);
        return;
    }
    check_name(parser, name, start);
    if (!has_sign)
        add_node(parser, INK_NODE_FIELD, name);
    else
        open_section(parser, *sign == '#' ? INK_NODE_SECTION : INK_NODE_INVERTED, name, tag);
}

static void
add_text(Parser *parser, const char *text, gsize size)
{
    const char *stray = g_strstr_len(text, (gssize)size, "}}");
    if (stray != NULL)
        add_error(parser, stray, "\"}}\" utan \"{{\" före; ett fält skrivs {{namn}}");
    g_string_append_len(parser->text, text, (gssize)size);
}

/* A line that has something on it besides white space is text; one that has only a single section
 * tag or comment is there for the writer, and its line end goes with it. */
static gboolean
is_for_the_writer(const char *line)
{
    const char *tag = skip_spaces(line);
    if (!g_str_has_prefix(tag, "{{") || *skip_spaces(tag + 2) == '\0' ||
        strchr("#^/!", *skip_spaces(tag + 2)) == NULL)
        return FALSE;
    const char *end = strstr(tag, "}}");
    return end != NULL && *skip_spaces(end + 2) == '\0';
}

static void
parse_line(Parser *parser, const char *line)
{
    gboolean is_text = !is_for_the_writer(line);
    const char *at = line, *tag;
    while ((tag = strstr(at, "{{")) != NULL) {
        if (is_text)
            add_text(parser, at, (gsize)(tag - at));
        const char *end = strstr(tag + 2, "}}");
        const char *next = strstr(tag + 2, "{{");
        if (end == NULL || (next != NULL && next < end)) {
            add_error(parser, tag, "\"{{\" utan \"}}\" efter på samma rad");
            at = next != NULL ? next : tag + strlen(tag);
            continue;
        }
        parse_tag(parser, tag, tag + 2, (gsize)(end - tag - 2));
        at = end + 2;
    }
    if (is_text)
        add_text(parser, at, strlen(at));
}

/* Ends a part of the letter: its sections must end in it. */
static GArray *
finish_part(Parser *parser, const char *where)
{
    flush_text(parser);
    while (parser->open_sections->len > 0) {
        const OpenSection *open = get_innermost(parser);
        ink_problems_add(parser->problems, INK_SEVERITY_ERROR, open->place, open->source,
                         "avsnittet {{%c%s}} slutar aldrig; skriv {{/%s}} %s", open->sign,
                         open->name, open->name, where);
        close_innermost(parser);
    }
    GArray *nodes = g_steal_pointer(&parser->nodes);
    parser->nodes = nodes_new();
    return nodes;
}

static void
set_line(Parser *parser, char **lines, guint index)
{
    parser->source = lines[index];
    parser->line = index + 1;
}

/* Returns how many lines the head takes, the empty one included. */
static guint
parse_head(Parser *parser, char **lines)
{
    set_line(parser, lines, 0);
    if (!g_str_has_prefix(lines[0], SUBJECT)) {
        add_error(parser, lines[0],
                  "första raden ska vara brevets ämne; skriv \"" SUBJECT " …\" och sedan en tom "
                  "rad");
        return 0;
    }
    const char *subject = skip_spaces(lines[0] + strlen(SUBJECT));
    if (*subject == '\0')
        add_error(parser, subject, "ämnet är tomt; skriv det efter \"" SUBJECT "\"");
    parse_line(parser, subject);

    if (lines[1] == NULL)
        return 1;
    set_line(parser, lines, 1);
    if (*skip_spaces(lines[1]) == '\0')
        return 2;
    if (!g_str_has_prefix(lines[1], SUBJECT))
        add_error(parser, lines[1], "efter ämnesraden ska det stå en tom rad, före brevets text");
    return 1;
}

static void
parse_body(Parser *parser, char **lines, guint first)
{
    gboolean is_empty = TRUE;
    for (guint i = first; lines[i] != NULL; i++) {
        set_line(parser, lines, i);
        is_empty = is_empty && *skip_spaces(lines[i]) == '\0';
        if (first > 0 && g_str_has_prefix(lines[i], SUBJECT))
            add_error(parser, lines[i], "ämnesraden finns redan på rad 1; behåll en av dem");
        parse_line(parser, lines[i]);
        if (!is_for_the_writer(lines[i]))
            g_string_append_c(parser->text, '\n');
    }
    if (is_empty && first > 0) {
        set_line(parser, lines, 0);
        add_error(parser, lines[0], "brevet har ingen text; skriv den efter ämnet och en tom rad");
    }
}

InkTemplate *
ink_template_parse(const char *file, const char *data, gsize size, const char *const *known_fields,
                   InkProblems *problems)
{
    g_auto(GStrv) lines = ink_template_split_lines(file, data, size, problems);
    if (lines == NULL)
        return NULL;

    guint errors = ink_problems_count(problems, INK_SEVERITY_ERROR);
    Parser parser = {
        .file = file,
        .known_fields = known_fields,
        .problems = problems,
        .nodes = nodes_new(),
        .text = g_string_new(NULL),
        .open_sections = g_array_new(FALSE, FALSE, sizeof(OpenSection)),
    };
    InkTemplate *template = g_new0(InkTemplate, 1);
    guint head = parse_head(&parser, lines);
    template->subject = finish_part(&parser, "på ämnesraden");
    parse_body(&parser, lines, head);
    template->body = finish_part(&parser, "där det slutar");

    g_array_unref(parser.nodes);
    g_string_free(parser.text, TRUE);
    g_array_unref(parser.open_sections);
    if (ink_problems_count(problems, INK_SEVERITY_ERROR) > errors)
        g_clear_pointer(&template, ink_template_free);
    return template;
}

void
ink_template_free(InkTemplate *template)
{
    if (template == NULL)
        return;
    g_array_unref(template->subject);
    g_array_unref(template->body);
    g_free(template);
}
