/* SPDX-License-Identifier: MIT
 *
 * The examples in a form: small messages with what must be found in them, such that are not the
 * form's, and such that no longer fit it.
 */
#include "form-private.h"

#include "inkom/text.h"

#include <string.h>

#define SHOWN_CHARS 60

static void
read_address(GPtrArray *to, const InkYamlNode *node, const char *key, InkProblems *problems)
{
    g_autofree char *text = NULL;
    ink_yaml_read_string(node, key, FALSE, &text, problems);
    if (text == NULL)
        return;
    const char *open = strrchr(text, '<');
    if (open == NULL) {
        g_ptr_array_add(to, ink_address_new(NULL, text));
        return;
    }
    g_autofree char *name = g_strstrip(g_strndup(text, (gsize)(open - text)));
    g_autofree char *address = g_strndup(open + 1, strcspn(open + 1, ">"));
    g_ptr_array_add(to, ink_address_new(*name != '\0' ? name : NULL, address));
}

static void
read_headers(InkMessage *message, const InkYamlNode *node, InkProblems *problems)
{
    if (node == NULL || !ink_yaml_expect(node, INK_YAML_MAPPING, problems))
        return;
    for (guint i = 0; i < ink_yaml_node_get_size(node); i++) {
        const InkYamlNode *value = ink_yaml_node_get_item(node, i);
        if (ink_yaml_expect(value, INK_YAML_SCALAR, problems))
            g_ptr_array_add(message->headers, ink_header_new(ink_yaml_node_get_key(node, i),
                                                             ink_yaml_node_get_scalar(value)));
    }
}

static InkMessage *
read_example(const InkYamlNode *node, InkProblems *problems)
{
    static const char *const known[] = {"from",       "reply_to", "subject", "text",
                                        "attachment", "header",   "expect",  NULL};
    if (!ink_yaml_expect(node, INK_YAML_MAPPING, problems))
        return NULL;
    guint before = ink_problems_count(problems, INK_SEVERITY_ERROR);
    g_autoptr(InkMessage) message = ink_message_new();
    g_autofree char *attachment = NULL, *subject = NULL, *text = NULL;
    ink_yaml_check_keys(node, known, problems);
    ink_yaml_read_string(node, "subject", FALSE, &subject, problems);
    ink_yaml_read_string(node, "text", FALSE, &text, problems);
    ink_yaml_read_string(node, "attachment", FALSE, &attachment, problems);
    ink_text_set(&message->subject, subject != NULL ? subject : "");
    ink_text_set(&message->text, text != NULL ? text : "");
    read_address(message->from, node, "from", problems);
    read_address(message->reply_to, node, "reply_to", problems);
    message->from_fields = message->from->len;
    if (attachment != NULL)
        g_ptr_array_add(message->attachments, ink_attachment_new(attachment, "", 0, ""));
    read_headers(message, ink_yaml_node_find(node, "header"), problems);
    return ink_problems_count(problems, INK_SEVERITY_ERROR) == before ? g_steal_pointer(&message)
                                                                      : NULL;
}

/* What was found, in the words that `expect:` uses; new. */
static char *
get_found(const InkOrigin *origin, InkField field, const InkClock *clock)
{
    switch (field) {
    case INK_FIELD_SENDER:
        return g_strdup(origin->sender);
    case INK_FIELD_NAME:
        return g_strdup(origin->sender_name);
    case INK_FIELD_PHONE:
        return g_strdup(origin->phone);
    case INK_FIELD_TITLE:
        return g_strdup(origin->title);
    case INK_FIELD_TEXT:
        return g_strdup(origin->letter->text);
    case INK_FIELD_CHANNEL:
        return g_strdup(origin->channel);
    case INK_FIELD_UNIT:
        return g_strdup(origin->unit);
    case INK_FIELD_TYPE:
        return g_strdup(origin->type);
    case INK_FIELD_PLACE:
        return g_strdup(origin->place);
    case INK_FIELD_TIME:
        return ink_clock_format_short(clock, origin->date);
    case INK_FIELD_ANSWER:
        return g_strdup(origin->wants_no_answer ? "nej" : "ja");
    }
    return NULL;
}

static void
check_expected(const InkForm *form, const InkOrigin *origin, const InkYamlNode *expect,
               const InkClock *clock, InkProblems *problems)
{
    if (expect == NULL || !ink_yaml_expect(expect, INK_YAML_MAPPING, problems))
        return;
    ink_yaml_check_keys(expect, INK_FIELD_NAMES, problems);
    for (InkField field = 0; field < INK_FIELDS; field++) {
        const InkYamlNode *node = ink_yaml_node_find(expect, INK_FIELD_NAMES[field]);
        if (node == NULL || !ink_yaml_expect(node, INK_YAML_SCALAR, problems))
            continue;
        g_autofree char *found = get_found(origin, field, clock);
        g_autofree char *wanted = g_strstrip(g_strdup(ink_yaml_node_get_scalar(node)));
        if (g_strcmp0(found != NULL ? found : "", wanted) == 0)
            continue;
        g_autofree char *shown =
            found != NULL ? ink_text_one_line(found, SHOWN_CHARS) : g_strdup("ingenting");
        ink_yaml_problem(problems, node, 0,
                         "formuläret \"%s\" hittar något annat som %s i exemplet: %s", form->id,
                         INK_FIELD_NAMES[field], shown);
    }
}

typedef enum { EXAMPLE_MATCH, EXAMPLE_MISFIT, EXAMPLE_NO_MATCH } Kind;

/* What every example is run with. */
typedef struct {
    const InkForm *form;
    const InkForms *forms;
    const InkClock *clock;
    InkPatternScratch *patterns;
    InkProblems *problems;
} Run;

static void
check_example(const Run *run, Kind kind, const InkYamlNode *node)
{
    g_autoptr(InkMessage) message = read_example(node, run->problems);
    if (message == NULL)
        return;
    ink_pattern_scratch_begin_message(run->patterns);
    InkMatch match = ink_form_fits(run->form, message, run->patterns);
    gboolean fits = match != INK_MATCH_NO;
    if (match == INK_MATCH_UNDECIDED) {
        ink_yaml_problem(run->problems, node, 0,
                         "ett mönster i formuläret \"%s\" tar för lång tid att pröva på exemplet",
                         run->form->id);
        return;
    }
    if (fits == (kind == EXAMPLE_NO_MATCH)) {
        ink_yaml_problem(run->problems, node, 0,
                         fits
                             ? "exemplet borde inte vara ett brev från formuläret \"%s\", men when "
                               "passar"
                             : "exemplet borde vara ett brev från formuläret \"%s\", men when "
                               "passar inte",
                         run->form->id);
        return;
    }
    if (!fits)
        return;
    g_autoptr(InkOrigin) origin =
        ink_form_run(run->form, run->forms, message, run->clock, run->patterns);
    if (kind == EXAMPLE_MATCH && !origin->is_certain)
        ink_yaml_problem(run->problems, node, 0, "exemplet stämmer inte: %s", origin->doubt);
    else if (kind == EXAMPLE_MISFIT && !origin->is_misfit)
        ink_yaml_problem(run->problems, node, 0,
                         "exemplet borde inte stämma med formuläret \"%s\", men det gör det",
                         run->form->id);
    if (kind == EXAMPLE_MATCH)
        check_expected(run->form, origin, ink_yaml_node_find(node, "expect"), run->clock,
                       run->problems);
}

static guint
check_list(const Run *run, Kind kind, const InkYamlNode *list)
{
    if (list == NULL || !ink_yaml_expect(list, INK_YAML_SEQUENCE, run->problems))
        return 0;
    for (guint i = 0; i < ink_yaml_node_get_size(list); i++)
        check_example(run, kind, ink_yaml_node_get_item(list, i));
    return ink_yaml_node_get_size(list);
}

static gboolean
fits_sender(const InkForm *form, const InkAddress *sender, const char *address,
            InkPatternScratch *patterns)
{
    g_autofree char *text = g_strdup_printf("%s%s<%s>", sender->name != NULL ? sender->name : "",
                                            sender->name != NULL ? " " : "", address);
    InkSpan span;
    for (guint i = 0; i < form->when->len; i++) {
        const InkFormPattern *when = form->when->pdata[i];
        if (when->part == INK_FORM_PART_FROM &&
            ink_pattern_find(when->pattern, patterns, text, strlen(text), 0, &span) !=
                INK_MATCH_YES)
            return FALSE;
    }
    return TRUE;
}

/* "www.kommun.example" -> "kommun.example" */
static const char *
get_two_labels(const char *domain)
{
    const char *last = strrchr(domain, '.');
    const char *before = last != NULL ? g_strrstr_len(domain, last - domain, ".") : NULL;
    return before != NULL ? before + 1 : domain;
}

/* A pattern that ends too early, or begins too late, takes in domains that anybody may buy:
 * "noreply@kommun.example" is the beginning of "noreply@kommun.example.org". */
static void
check_sender(const Run *run, const InkYamlNode *match, const InkYamlNode *from)
{
    g_autoptr(InkProblems) told = ink_problems_new(); /* when the example is run */
    const InkYamlNode *first = match != NULL && ink_yaml_node_get_size(match) > 0
                                   ? ink_yaml_node_get_item(match, 0)
                                   : NULL;
    g_autoptr(InkMessage) message = first != NULL ? read_example(first, told) : NULL;
    const InkAddress *sender = message != NULL ? ink_message_get_sender(message) : NULL;
    if (sender == NULL || !fits_sender(run->form, sender, sender->address, run->patterns))
        return;
    const char *domain = get_two_labels(ink_address_get_domain(sender->address));
    g_autofree char *longer = g_strconcat(sender->address, ".example", NULL);
    g_autofree char *other =
        g_strdup_printf("%.*s@x%s", (int)strcspn(sender->address, "@"), sender->address, domain);
    const char *const imitators[] = {longer, other};
    for (gsize i = 0; i < G_N_ELEMENTS(imitators); i++)
        if (fits_sender(run->form, sender, imitators[i], run->patterns)) {
            ink_yaml_problem(run->problems, from, 0,
                             "mönstret passar även %s, som kan vara vem som helst; skriv hela "
                             "adressen, med < före och > efter",
                             imitators[i]);
            return;
        }
}

void
ink_form_examples_check(const InkForm *form, const InkForms *forms, const InkYamlNode *node,
                        const InkClock *clock, InkProblems *problems)
{
    const InkYamlNode *examples = ink_yaml_node_find(node, "examples");
    g_autoptr(InkPatternScratch) patterns = ink_pattern_scratch_new();
    const Run run = {form, forms, clock, patterns, problems};
    guint count = 0;
    if (examples != NULL) {
        ink_pattern_scratch_begin_message(patterns);
        check_sender(&run, ink_yaml_node_find(examples, "match"),
                     ink_yaml_node_find(ink_yaml_node_find(node, "when"), "from"));
        count = check_list(&run, EXAMPLE_MATCH, ink_yaml_node_find(examples, "match"));
        check_list(&run, EXAMPLE_MISFIT, ink_yaml_node_find(examples, "misfit"));
        check_list(&run, EXAMPLE_NO_MATCH, ink_yaml_node_find(examples, "no_match"));
    }
    if (count == 0)
        ink_yaml_warning(problems, node,
                         "formuläret \"%s\" har inga exempel; lägg ett riktigt brev under "
                         "examples: match:, så att det kan prövas",
                         form->id);
}
