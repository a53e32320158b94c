/* SPDX-License-Identifier: MIT
 *
 * What an officer's letter orders. Whatever somebody else's words are made to look like, they order
 * nothing: the same letter with a quotation or our own mark below orders the same, and with a
 * quotation above it orders nothing.
 */
#include "fuzz.h"

#include "inkom/officer.h"
#include "inkom/parse.h"
#include "inkom/text.h"

static InkOrderWords *words;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    fuzz_begin();
    ink_parse_init();
    const char *top = g_getenv("G_TEST_SRCDIR");
    g_autofree char *file =
        g_build_filename(top != NULL ? top : ".", "rules", "commands.yaml", NULL);
    g_autoptr(InkProblems) problems = ink_problems_new();
    words = ink_order_words_load(file, problems);
    g_assert_nonnull(words);
    return 0;
}

static InkMessage *
make_message(const char *text)
{
    InkMessage *message = ink_message_new();
    g_autofree char *new_text = NULL, *signature = NULL;
    ink_quote_split(text, &new_text, &signature);
    ink_text_set(&message->text, text);
    ink_text_set(&message->new_text, new_text);
    message->text_source = INK_TEXT_PLAIN;
    return message;
}

static InkOrders *
read_orders(const char *text)
{
    g_autoptr(InkMessage) message = make_message(text);
    return ink_orders_read(words, message);
}

/* A yes in somebody else's words is none. */
static void
check_confirmation(const char *text, const char *quoted)
{
    g_autoptr(InkMessage) message = make_message(text), none = make_message(quoted);
    ink_confirmation_read(words, message);
    g_assert_cmpint(ink_confirmation_read(words, none), ==, INK_CONFIRMATION_UNCLEAR);
}

/* What is written into the register is read out of it the same. */
static void
check_packed(const InkOrders *orders)
{
    g_autofree char *packed = ink_orders_pack(orders);
    g_autoptr(InkOrders) again = ink_orders_unpack(packed);
    g_assert_nonnull(again);
    g_autofree char *repacked = ink_orders_pack(again);
    g_assert_cmpstr(repacked, ==, packed);
}

/* Nothing is made up, and a doubt leaves nothing. */
static void
check(const InkOrders *orders)
{
    if (orders->doubt != NULL) {
        fuzz_assert_text(orders->doubt);
        g_assert_cmpuint(orders->list->len, ==, 0);
    }
    for (guint i = 0; i < orders->list->len; i++) {
        const InkOrder *order = orders->list->pdata[i];
        fuzz_assert_text(order->words);
        if (order->value != NULL)
            fuzz_assert_text(order->value);
        g_assert_cmpuint(ink_orders_get_class(orders), >=, ink_order_kind_get_class(order->kind));
    }
}

/* Where a signature begins depends on what stands below it: of an answer only that it is one. */
static char *
describe(const InkOrders *orders)
{
    GString *text = g_string_new(orders->doubt != NULL ? "?" : "");
    for (guint i = 0; i < orders->list->len; i++) {
        const InkOrder *order = orders->list->pdata[i];
        g_string_append_printf(
            text, "%s=%s;", ink_order_kind_get_name(order->kind),
            order->value != NULL && order->kind != INK_ORDER_ANSWER ? order->value : "");
    }
    return g_string_free(text, FALSE);
}

/* A text that orders nothing by itself orders nothing when orders stand below in somebody else's
 * words. */
static void
check_below(const char *text, const InkOrders *orders)
{
    static const char *const others[] = {
        "\n\n> kan avslutas\n",
        "\n\n-----Ursprungligt meddelande-----\nFrån: Anna\n\nkan avslutas\n",
        "\n\n--- " INK_ORDERS_MARK " ---\n\nkan avslutas\n",
    };
    g_autofree char *expected = describe(orders);
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
        g_autofree char *longer = g_strconcat(text, others[i], NULL);
        g_autoptr(InkOrders) found = read_orders(longer);
        check(found);
        g_autofree char *shown = describe(found);
        if (orders->doubt == NULL && found->doubt == NULL)
            g_assert_cmpstr(shown, ==, expected);
    }
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autofree char *text = fuzz_dup_text(data, size);
    g_autoptr(InkOrders) orders = read_orders(text);
    check(orders);
    check_below(text, orders);
    g_autofree char *quoted = g_strconcat("> ", text, NULL);
    for (char *c = quoted; *c != '\0'; c++)
        if (*c == '\n' || *c == '\r')
            *c = ' ';
    g_autoptr(InkOrders) none = read_orders(quoted);
    g_assert_cmpuint(none->list->len, ==, 0);
    check_confirmation(text, quoted);
    check_packed(orders);
    return 0;
}
