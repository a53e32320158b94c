/* SPDX-License-Identifier: MIT
 *
 * What the name or the word after an order means there. It is forgiven as the orders are, where
 * only one thing can have been meant; else the officer is asked.
 */
#include "officer-private.h"

#include "inkom/case.h"
#include "inkom/text.h"

#include <string.h>

#define SHOWN_CHARS 60

/* Words without marks, joined: names and codes are compared so. */
static char *
fold(const char *text)
{
    g_auto(GStrv) words = ink_words_fold(text);
    return g_strjoinv(" ", words);
}

static gboolean
is_same(const char *text, const char *known)
{
    g_autofree char *a = fold(text), *b = fold(known);
    return strcmp(a, b) == 0;
}

/* "Per Ström", "per.strom@exempelkommun.example". NULL: nobody's, or the name of several. */
static char *
find_officer(const InkConfig *config, const char *text)
{
    g_autofree char *lower = ink_text_ascii_lower(text);
    const InkOfficer *found = ink_config_find_officer_by_address(config, lower);
    if (found != NULL || strchr(text, '@') != NULL)
        return found != NULL ? g_strdup(found->address) : NULL;
    for (guint i = 0; i < config->officers->len; i++) {
        const InkOfficer *officer = config->officers->pdata[i];
        if (!is_same(text, officer->name))
            continue;
        if (found != NULL)
            return NULL;
        found = officer;
    }
    return found != NULL ? g_strdup(found->address) : NULL;
}

static char *
find_type(const InkConfig *config G_GNUC_UNUSED, const char *text)
{
    g_autofree char *folded = fold(text);
    const char *found = NULL;
    for (const char *const *type = INK_TYPES; *type != NULL; type++) {
        g_autofree char *known = fold(*type);
        if (!ink_words_are_near(folded, known))
            continue;
        if (found != NULL)
            return NULL;
        found = *type;
    }
    return g_strdup(found);
}

/* By code or by name. */
static char *
find_unit(const InkConfig *config, const char *text)
{
    for (guint i = 0; i < config->units->len; i++) {
        const InkUnit *unit = config->units->pdata[i];
        if (is_same(text, unit->code) || is_same(text, unit->name))
            return g_strdup(unit->code);
    }
    return NULL;
}

/* Chapter and section of OSL: "26:1", "32:3 b", "26 kap. 1 § OSL" -> "26:1". */
static char *
find_paragraph(const InkConfig *config G_GNUC_UNUSED, const char *text)
{
    g_autoptr(GRegex) regex = g_regex_new(
        "^(?:OSL )?([1-9][0-9]?)(?::| ?kap\\.? ?)([1-9][0-9]?)(?: ([a-z]))?(?: ?§)?(?: OSL)?$",
        G_REGEX_CASELESS | G_REGEX_DOLLAR_ENDONLY, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    if (!g_regex_match(regex, text, 0, &match))
        return NULL;
    g_autofree char *chapter = g_match_info_fetch(match, 1);
    g_autofree char *section = g_match_info_fetch(match, 2);
    g_autofree char *letter = g_match_info_fetch(match, 3);
    g_autofree char *lower = g_ascii_strdown(letter != NULL ? letter : "", -1);
    return g_strdup_printf("%s:%s%s%s", chapter, section, lower[0] != '\0' ? " " : "", lower);
}

static const struct {
    InkOrderKind kind;
    char *(*find)(const InkConfig *config, const char *text);
    const char *wrong; /* what it is not */
} values[] = {
    {INK_ORDER_FORWARD, find_officer, "är ingen handläggare, eller flera"},
    {INK_ORDER_TYPE, find_type, "är ingen ärendetyp"},
    {INK_ORDER_UNIT, find_unit, "är ingen nämnd"},
    {INK_ORDER_SECRECY, find_paragraph,
     "är ingen paragraf i offentlighets- och sekretesslagen (skriv till exempel 26:1)"},
};

static void
settle(InkOrders *orders, InkOrder *order, const InkConfig *config)
{
    for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
        if (values[i].kind != order->kind)
            continue;
        char *meant = values[i].find(config, order->value);
        if (meant == NULL && orders->doubt == NULL) {
            g_autofree char *shown = ink_text_one_line(order->value, SHOWN_CHARS);
            orders->doubt = g_strdup_printf("\"%s\" %s", shown, values[i].wrong);
        }
        g_free(order->value);
        order->value = meant;
    }
}

void
ink_orders_settle_values(InkOrders *orders, const InkConfig *config)
{
    for (guint i = 0; i < orders->list->len; i++)
        settle(orders, orders->list->pdata[i], config);
    if (orders->doubt != NULL)
        g_ptr_array_set_size(orders->list, 0);
}

/* --- for the register -------------------------------------------------------------------------*/

#define PACKED "a(smss)"

char *
ink_orders_pack(const InkOrders *orders)
{
    GVariantBuilder builder;
    g_variant_builder_init(&builder, G_VARIANT_TYPE(PACKED));
    for (guint i = 0; i < orders->list->len; i++) {
        const InkOrder *order = orders->list->pdata[i];
        g_variant_builder_add(&builder, "(smss)", ink_order_kind_get_name(order->kind),
                              order->value, order->words);
    }
    g_autoptr(GVariant) packed = g_variant_ref_sink(g_variant_builder_end(&builder));
    return g_variant_print(packed, FALSE);
}

InkOrders *
ink_orders_unpack(const char *text)
{
    g_autoptr(GVariant) packed = g_variant_parse(G_VARIANT_TYPE(PACKED), text, NULL, NULL, NULL);
    if (packed == NULL)
        return NULL;
    g_autoptr(InkOrders) orders = g_new0(InkOrders, 1);
    orders->list = g_ptr_array_new_with_free_func(ink_order_free);
    for (gsize i = 0; i < g_variant_n_children(packed); i++) {
        const char *name;
        InkOrder *order = g_new0(InkOrder, 1);
        g_ptr_array_add(orders->list, order);
        g_variant_get_child(packed, i, "(&smss)", &name, &order->value, &order->words);
        if (!ink_order_kind_find(name, &order->kind))
            return NULL;
    }
    return g_steal_pointer(&orders);
}
