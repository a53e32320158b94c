/* SPDX-License-Identifier: MIT
 *
 * The examples in the file of words: letters of an officer, as he would write them. Under a command
 * match: orders that and no_match: does not; questions: are letters that we would have to ask
 * about, prose: letters that order nothing.
 */
#include "officer-private.h"

#include "inkom/text.h"

#define SHOWN_CHARS 60

static InkOrders *
read_text(const InkOrderWords *words, const char *text)
{
    g_autoptr(InkMessage) message = ink_message_new();
    g_free(message->text);
    g_free(message->new_text);
    message->text = g_strdup(text);
    message->new_text = g_strdup(text);
    message->text_source = INK_TEXT_PLAIN;
    return ink_orders_read(words, message);
}

static char *
describe(const InkOrders *orders)
{
    if (orders->doubt != NULL)
        return g_strdup_printf("en fråga: %s", orders->doubt);
    GString *found = g_string_new(NULL);
    for (guint i = 0; i < orders->list->len; i++) {
        const InkOrder *command = orders->list->pdata[i];
        g_autofree char *value =
            ink_text_one_line(command->value != NULL ? command->value : "", SHOWN_CHARS);
        g_string_append_printf(found, "%s%s%s%s", i > 0 ? ", " : "",
                               ink_order_kind_get_name(command->kind), value[0] != '\0' ? ": " : "",
                               value);
    }
    return g_string_free(found->len > 0 ? found : g_string_assign(found, "inget kommando"), FALSE);
}

typedef gboolean (*IsAsWanted)(const InkOrders *orders, InkOrderKind kind);

static gboolean
has_command(const InkOrders *orders, InkOrderKind kind)
{
    return ink_orders_find(orders, kind) != NULL;
}

static gboolean
lacks_command(const InkOrders *orders, InkOrderKind kind)
{
    return ink_orders_find(orders, kind) == NULL;
}

static gboolean
is_question(const InkOrders *orders, InkOrderKind kind G_GNUC_UNUSED)
{
    return orders->doubt != NULL;
}

static gboolean
is_prose(const InkOrders *orders, InkOrderKind kind G_GNUC_UNUSED)
{
    return orders->doubt == NULL && orders->list->len == 0;
}

static guint
check_list(const InkOrderWords *words, const InkYamlNode *mapping, const char *key,
           IsAsWanted is_as_wanted, InkOrderKind kind, InkProblems *problems)
{
    const InkYamlNode *list = ink_yaml_node_find(mapping, key);
    if (list == NULL || !ink_yaml_expect(list, INK_YAML_SEQUENCE, problems))
        return 0;
    for (guint i = 0; i < ink_yaml_node_get_size(list); i++) {
        const InkYamlNode *node = ink_yaml_node_get_item(list, i);
        if (!ink_yaml_expect(node, INK_YAML_SCALAR, problems))
            continue;
        g_autoptr(InkOrders) orders = read_text(words, ink_yaml_node_get_scalar(node));
        g_autofree char *found = describe(orders);
        if (!is_as_wanted(orders, kind))
            ink_yaml_problem(problems, node, 0,
                             "exemplet under %s: blir %s; ändra orden eller exemplet", key, found);
    }
    return ink_yaml_node_get_size(list);
}

static void
check_command(const InkOrderWords *words, const InkYamlNode *node, const char *name,
              InkProblems *problems)
{
    static const char *const known[] = {"match", "no_match", NULL};
    const InkYamlNode *examples = ink_yaml_node_find(node, "examples");
    InkOrderKind kind;
    guint count = 0;
    if (!ink_order_kind_find(name, &kind))
        return;
    if (examples != NULL && ink_yaml_expect(examples, INK_YAML_MAPPING, problems)) {
        ink_yaml_check_keys(examples, known, problems);
        count = check_list(words, examples, "match", has_command, kind, problems);
        check_list(words, examples, "no_match", lacks_command, kind, problems);
    }
    if (count == 0)
        ink_yaml_warning(
            problems, node,
            "kommandot %s har inga exempel; skriv minst ett under examples: match:", name);
}

void
ink_order_examples_check(const InkOrderWords *words, const InkYamlNode *root, InkProblems *problems)
{
    const InkYamlNode *commands = ink_yaml_node_find(root, "commands");
    for (guint i = 0; i < ink_yaml_node_get_size(commands); i++)
        check_command(words, ink_yaml_node_get_item(commands, i),
                      ink_yaml_node_get_key(commands, i), problems);
    check_list(words, root, "questions", is_question, 0, problems);
    check_list(words, root, "prose", is_prose, 0, problems);
}
