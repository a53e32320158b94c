/* SPDX-License-Identifier: MIT
 *
 * How a source finds its driver and names its mailbox, with drivers of our own in place of the
 * real ones.
 */
#include "../../src/source/source-private.h"
#include "harness.h"
#include "inkom/error.h"

#include <string.h>

static gpointer
open_fake(const InkMailbox *mailbox, G_GNUC_UNUSED const InkLimits *limits, GError **error)
{
    if (strcmp(mailbox->source->path, "trasig") != 0)
        return mailbox->source->path;
    g_set_error_literal(error, INK_ERROR, INK_ERROR_TEMPORARY, "öppnas inte");
    return NULL;
}

static void
close_fake(G_GNUC_UNUSED gpointer self)
{
}

static guint32
imap_uidvalidity(G_GNUC_UNUSED gpointer self)
{
    return 1;
}

static guint32
maildir_uidvalidity(G_GNUC_UNUSED gpointer self)
{
    return 2;
}

static gboolean
has_marks(gpointer self)
{
    return strcmp(self, "INBOX") == 0;
}

static GPtrArray *
list(G_GNUC_UNUSED gpointer self, guint32 after_uid, GError **error)
{
    if (after_uid != 0)
        return g_ptr_array_new();
    g_set_error_literal(error, INK_ERROR, INK_ERROR_TEMPORARY, "listas inte");
    return NULL;
}

static GPtrArray *
fetch(G_GNUC_UNUSED gpointer self, G_GNUC_UNUSED InkListed *const *listed, gsize count,
      GError **error)
{
    if (count != 0)
        return g_ptr_array_new();
    g_set_error_literal(error, INK_ERROR, INK_ERROR_BAD_CONFIG, "hämtas inte");
    return NULL;
}

static gboolean
acknowledge(G_GNUC_UNUSED gpointer self, G_GNUC_UNUSED const char *const *uids, gsize count,
            GError **error)
{
    if (count != 0)
        return TRUE;
    g_set_error_literal(error, INK_ERROR, INK_ERROR_REFUSED, "kvitteras inte");
    return FALSE;
}

static GPtrArray *
survey(G_GNUC_UNUSED gpointer self, GError **error)
{
    g_set_error_literal(error, INK_ERROR, INK_ERROR_TEMPORARY, "syns inte");
    return NULL;
}

static gboolean
find_done(G_GNUC_UNUSED gpointer self, G_GNUC_UNUSED char **out_path, GError **error)
{
    g_set_error_literal(error, INK_ERROR, INK_ERROR_TEMPORARY, "hittas inte");
    return FALSE;
}

const InkSourceDriver ink_imap_source = {
    .open = open_fake,
    .close = close_fake,
    .get_uidvalidity = imap_uidvalidity,
    .has_marks = has_marks,
    .list = list,
    .fetch = fetch,
    .survey = survey,
    .find_done = find_done,
    .acknowledge = acknowledge,
};
const InkSourceDriver ink_maildir_source = {
    .open = open_fake,
    .close = close_fake,
    .get_uidvalidity = maildir_uidvalidity,
    .has_marks = has_marks,
    .list = list,
    .fetch = fetch,
    .survey = survey,
    .find_done = find_done,
    .acknowledge = acknowledge,
};

static InkSource *
open_scheme(InkScheme scheme, const char *path, GError **error)
{
    static const InkLimits LIMITS = {.message_bytes = 1};
    InkEndpoint endpoint = {.scheme = scheme, .path = (char *)path};
    const InkMailbox mailbox = {.name = (char *)"registrator", .source = &endpoint};
    return ink_source_open(&mailbox, &LIMITS, error);
}

static void
test_finds_driver(void)
{
    static const struct {
        InkScheme scheme;
        guint32 uidvalidity;
    } CASES[] = {
        {INK_SCHEME_IMAPS, 1},
        {INK_SCHEME_IMAP, 1},
        {INK_SCHEME_MAILDIR, 2},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(CASES); i++) {
        g_autoptr(InkSource) source = open_scheme(CASES[i].scheme, "INBOX", NULL);
        g_assert_cmpuint(ink_source_get_uidvalidity(source), ==, CASES[i].uidvalidity);
        g_assert_true(ink_source_has_marks(source));
    }
}

static void
test_refuses_scheme(void)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(open_scheme(INK_SCHEME_SMTPS, NULL, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG);
    g_assert_true(g_str_has_prefix(error->message, "brevlådan registrator: "));
}

static void
test_names_mailbox(void)
{
    g_autoptr(InkSource) source = open_scheme(INK_SCHEME_IMAP, "INBOX", NULL);
    g_autoptr(GError) opened = NULL, listed = NULL, fetched = NULL, acknowledged = NULL;

    g_assert_null(open_scheme(INK_SCHEME_IMAP, "trasig", &opened));
    g_assert_cmpstr(opened->message, ==, "brevlådan registrator: öppnas inte");
    g_assert_null(ink_source_list(source, 0, &listed));
    g_assert_cmpstr(listed->message, ==, "brevlådan registrator: listas inte");
    g_assert_null(ink_source_fetch(source, NULL, 0, &fetched));
    g_assert_cmpstr(fetched->message, ==, "brevlådan registrator: hämtas inte");
    g_assert_error(fetched, INK_ERROR, INK_ERROR_BAD_CONFIG);
    g_assert_false(ink_source_acknowledge(source, NULL, 0, &acknowledged));
    g_assert_cmpstr(acknowledged->message, ==, "brevlådan registrator: kvitteras inte");
}

static void
test_passes_on(void)
{
    g_autoptr(InkSource) source = open_scheme(INK_SCHEME_IMAP, "INBOX", NULL);
    g_autoptr(GPtrArray) listed = ink_source_list(source, 1, NULL);
    g_autoptr(GPtrArray) fetched = ink_source_fetch(source, NULL, 1, NULL);

    g_assert_nonnull(listed);
    g_assert_nonnull(fetched);
    g_assert_true(ink_source_acknowledge(source, NULL, 1, NULL));
    ink_source_close(NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/source/finds-driver", test_finds_driver);
    g_test_add_func("/source/refuses-scheme", test_refuses_scheme);
    g_test_add_func("/source/names-mailbox", test_names_mailbox);
    g_test_add_func("/source/passes-on", test_passes_on);
    return g_test_run();
}
