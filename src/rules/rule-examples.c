/* SPDX-License-Identifier: MIT
 *
 * The examples in a rule: small messages that it must, or must not, match.
 */
#include "matcher.h"

#include "inkom/text.h"

#include <string.h>

#define SHOWN_CHARS 50

/* "Anna Ek <anna@kommun.example>" or an address alone. */
static void
add_address(GPtrArray *addresses, const char *text)
{
    const char *open = strrchr(text, '<');
    if (open == NULL) {
        g_ptr_array_add(addresses, ink_address_new(NULL, text));
        return;
    }
    g_autofree char *name = g_strndup(text, (gsize)(open - text));
    g_autofree char *address = g_strndup(open + 1, strcspn(open + 1, ">"));
    g_strstrip(name);
    g_ptr_array_add(addresses, ink_address_new(*name != '\0' ? name : NULL, address));
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

static void
read_addresses(GPtrArray *addresses, const InkYamlNode *node, const char *key,
               InkProblems *problems)
{
    g_auto(GStrv) texts = NULL;
    if (!ink_yaml_read_strings(node, key, &texts, problems) || texts == NULL)
        return;
    for (char **text = texts; *text != NULL; text++)
        add_address(addresses, *text);
}

static void
read_mapping(InkMessage *message, const InkYamlNode *node, InkProblems *problems)
{
    static const char *const known[] = {"subject", "text",       "all_text", "from", "to",
                                        "cc",      "attachment", "header",   NULL};
    ink_yaml_check_keys(node, known, problems);
    g_autofree char *subject = NULL, *text = NULL, *all_text = NULL;
    ink_yaml_read_string(node, "subject", FALSE, &subject, problems);
    ink_yaml_read_string(node, "text", FALSE, &text, problems);
    ink_yaml_read_string(node, "all_text", FALSE, &all_text, problems);
    ink_text_set(&message->subject, subject != NULL ? subject : "");
    ink_text_set(&message->new_text, text != NULL ? text : "");
    ink_text_set(&message->text, all_text != NULL ? all_text : message->new_text);
    read_addresses(message->from, node, "from", problems);
    read_addresses(message->to, node, "to", problems);
    read_addresses(message->cc, node, "cc", problems);
    g_auto(GStrv) names = NULL;
    ink_yaml_read_strings(node, "attachment", &names, problems);
    for (char **name = names; name != NULL && *name != NULL; name++)
        g_ptr_array_add(message->attachments, ink_attachment_new(*name, "", 0, ""));
    read_headers(message, ink_yaml_node_find(node, "header"), problems);
}

static InkMessage *
read_example(const InkYamlNode *node, InkProblems *problems)
{
    g_autoptr(InkMessage) message = ink_message_new();
    const char *text = ink_yaml_node_get_scalar(node);
    if (text != NULL) {
        ink_text_set(&message->subject, text);
        ink_text_set(&message->new_text, text);
        ink_text_set(&message->text, text);
        return g_steal_pointer(&message);
    }
    if (!ink_yaml_expect(node, INK_YAML_MAPPING, problems))
        return NULL;
    guint before = ink_problems_count(problems, INK_SEVERITY_ERROR);
    read_mapping(message, node, problems);
    return ink_problems_count(problems, INK_SEVERITY_ERROR) == before ? g_steal_pointer(&message)
                                                                      : NULL;
}

static void
complain_missing(const InkRule *rule, const InkYamlNode *node, const InkEvidence *evidence,
                 InkProblems *problems)
{
    const InkCondition *failed = evidence->failed != NULL ? evidence->failed : rule->when;
    const char *why = "ska stå i exemplet men gör det inte";
    if (failed->kind == INK_CONDITION_ANY)
        why = "kräver något av sina villkor, och inget av dem passar";
    else if (failed->kind == INK_CONDITION_NOT)
        why = "får inte stå i exemplet men gör det";
    else if (failed->kind == INK_CONDITION_LANGUAGE)
        why = "är inte det språk som exemplet tycks vara på";
    ink_yaml_problem(problems, node, 0,
                     "exemplet borde passa regeln \"%s\" men gör det inte: %s på rad %u %s; ändra "
                     "regeln eller exemplet",
                     rule->id, failed->label, failed->line, why);
}

static void
complain_present(const InkRule *rule, const InkYamlNode *node, const InkEvidence *evidence,
                 InkProblems *problems)
{
    if (ink_text_is_blank(evidence->match)) {
        ink_yaml_problem(problems, node, 0,
                         "exemplet borde inte passa regeln \"%s\" men gör det; ändra regeln eller "
                         "exemplet",
                         rule->id);
        return;
    }
    g_autofree char *words = ink_text_one_line(evidence->match, SHOWN_CHARS);
    ink_yaml_problem(
        problems, node, 0,
        "exemplet borde inte passa regeln \"%s\" men gör det, på grund av \"%s\" i %s; "
        "ändra regeln eller exemplet",
        rule->id, words, evidence->part);
}

static void
check_example(InkRulesScratch *scratch, const InkRule *rule, const InkYamlNode *node,
              gboolean should_match, InkProblems *problems)
{
    g_autoptr(InkMessage) message = read_example(node, problems);
    if (message == NULL)
        return;
    ink_matcher_begin(scratch, message, FALSE);
    g_auto(InkEvidence) evidence = {NULL, NULL, NULL, NULL};
    InkMatch match = ink_matcher_evaluate(scratch, rule->when, &evidence);
    if (match == INK_MATCH_UNDECIDED)
        ink_yaml_problem(
            problems, node, 0,
            "regeln \"%s\" blir inte färdig med exemplet; något mönster prövar alldeles "
            "för många möjligheter, som (\\w+\\s?)+ gör: förenkla det",
            rule->id);
    else if (should_match && match == INK_MATCH_NO)
        complain_missing(rule, node, &evidence, problems);
    else if (!should_match && match == INK_MATCH_YES)
        complain_present(rule, node, &evidence, problems);
}

static guint
check_list(InkRulesScratch *scratch, const InkRule *rule, const InkYamlNode *list,
           gboolean should_match, InkProblems *problems)
{
    if (list == NULL || !ink_yaml_expect(list, INK_YAML_SEQUENCE, problems))
        return 0;
    guint size = ink_yaml_node_get_size(list);
    for (guint i = 0; i < size; i++)
        check_example(scratch, rule, ink_yaml_node_get_item(list, i), should_match, problems);
    return size;
}

void
ink_rule_examples_check(InkRulesScratch *scratch, const InkRule *rule, const InkYamlNode *node,
                        InkProblems *problems)
{
    const InkYamlNode *examples = ink_yaml_node_find(node, "examples");
    guint count = 0;
    if (examples != NULL) {
        count += check_list(scratch, rule, ink_yaml_node_find(examples, "match"), TRUE, problems);
        count +=
            check_list(scratch, rule, ink_yaml_node_find(examples, "no_match"), FALSE, problems);
    }
    if (count == 0)
        ink_yaml_warning(problems, node,
                         "regeln \"%s\" har inga exempel; skriv minst ett under examples: match:, "
                         "så att den kan prövas",
                         rule->id);
}
