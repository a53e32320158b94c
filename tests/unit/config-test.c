/* SPDX-License-Identifier: MIT
 *
 * The configuration: what is read, what is the default, and every mistake with its place
 * (tests/config-bad: a file and what is to be said of it).
 */
#include "inkom/config.h"

#include "harness.h"

#include <glib/gstdio.h>
#include <string.h>

/* The example of the contract, as it stands there. */
#define EXAMPLE                                                                                    \
    "organisation: {name: Exempelkommun, domains: [exempelkommun.example], timezone: "             \
    "Europe/Stockholm, hosts: [mx.exempelkommun.example]}\n"                                       \
    "routine: routines/koping.yaml          # may be overridden per unit\n"                        \
    "rules: [classification]\n"                                                                    \
    "templates: templates\n"                                                                       \
    "store: sqlite:var/inkom.db\n"                                                                 \
    "mailboxes:\n"                                                                                 \
    "  - {name: stadskansliet, source: \"imaps://inkorg@imap.exempelkommun.example/INBOX\", "      \
    "password: {file: secrets/imap}, done: Behandlat}\n"                                           \
    "  - {name: demo, source: \"maildir:var/inkorg\"}\n"                                           \
    "outgoing: {transport: \"smtp://127.0.0.1:25\", from: \"Exempelkommun "                        \
    "<inkorg@exempelkommun.example>\"}   # or maildir:var/utkorg\n"                                \
    "units: [{code: KS, name: Kommunstyrelsen}, {code: TN, name: Tekniska nämnden}]\n"            \
    "officers: [{name: Karin Berg, address: karin.berg@exempelkommun.example, unit: TN, chef: "    \
    "true}]\n"

typedef struct {
    char *folder;
    char *file;
} Place;

static void
write_routine(const Place *place, const char *name, const char *text)
{
    g_autofree char *file = g_build_filename(place->folder, "routines", name, NULL);
    g_assert_true(g_file_set_contents(file, text, -1, NULL));
}

/* A working directory as `inkom init` makes it. */
static void
set_up(Place *place, G_GNUC_UNUSED gconstpointer data)
{
    static const char *const FOLDERS[] = {"routines", "classification", "templates"};
    place->folder = g_dir_make_tmp("inkom-config-XXXXXX", NULL);
    place->file = g_build_filename(place->folder, "inkom.yaml", NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(FOLDERS); i++) {
        g_autofree char *folder = g_build_filename(place->folder, FOLDERS[i], NULL);
        g_assert_cmpint(g_mkdir(folder, 0700), ==, 0);
    }
    g_autofree char *koping = test_path("rules/routines/koping.yaml");
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(koping, &text, NULL, NULL));
    write_routine(place, "koping.yaml", text);
    write_routine(place, "hjo.yaml", "name: Hjo\nanswer: {within: 10 arbetsdagar}\n");
}

static void
tear_down(Place *place, G_GNUC_UNUSED gconstpointer data)
{
    static const char *const PATHS[] = {"routines/koping.yaml", "routines/hjo.yaml", "routines",
                                        "classification",       "templates",         "inkom.yaml"};
    for (gsize i = 0; i < G_N_ELEMENTS(PATHS); i++) {
        g_autofree char *path = g_build_filename(place->folder, PATHS[i], NULL);
        g_assert_cmpint(g_remove(path), ==, 0);
    }
    g_assert_cmpint(g_rmdir(place->folder), ==, 0);
    g_free(place->file);
    g_free(place->folder);
}

static InkConfig *
load(const Place *place, const char *text)
{
    g_assert_true(g_file_set_contents(place->file, text, -1, NULL));
    g_autoptr(InkProblems) problems = ink_problems_new();
    InkConfig *config = ink_config_load(place->file, problems);
    g_autofree char *shown = ink_problems_format(problems);
    g_assert_cmpstr(shown, ==, "");
    g_assert_nonnull(config);
    return config;
}

static void
expect_path(const Place *place, const char *path, const char *relative)
{
    g_autofree char *expected = g_build_filename(place->folder, relative, NULL);
    g_assert_cmpstr(path, ==, expected);
}

static void
test_example(Place *place, G_GNUC_UNUSED gconstpointer data)
{
    g_autoptr(InkConfig) config = load(place, EXAMPLE);
    g_assert_cmpstr(config->file, ==, place->file);
    g_assert_cmpstr(config->text_dir, ==, place->folder);
    g_assert_cmpstr(config->organisation, ==, "Exempelkommun");
    g_assert_cmpstr(config->domains[0], ==, "exempelkommun.example");
    g_assert_cmpstr(config->hosts[0], ==, "mx.exempelkommun.example");
    g_assert_cmpstr(config->timezone, ==, "Europe/Stockholm");
    expect_path(place, config->rules[0], "classification");
    expect_path(place, config->templates, "templates");
    expect_path(place, config->store, "var/inkom.db");

    const InkMailbox *mailbox = ink_config_find_mailbox(config, "stadskansliet");
    g_assert_cmpint(mailbox->source->scheme, ==, INK_SCHEME_IMAPS);
    g_assert_cmpstr(mailbox->source->user, ==, "inkorg");
    g_assert_cmpint(mailbox->source->timeout_ms, ==, 30000);
    g_assert_cmpint(mailbox->password->kind, ==, INK_SECRET_FILE);
    expect_path(place, mailbox->password->value, "secrets/imap");
    g_assert_cmpstr(mailbox->done, ==, "Behandlat");
    g_assert_cmpstr(mailbox->unit, ==, "KS");
    g_assert_null(mailbox->address);
    const InkMailbox *demo = ink_config_find_mailbox(config, "demo");
    expect_path(place, demo->source->path, "var/inkorg");
    g_assert_null(demo->password);
    g_assert_null(ink_config_find_mailbox(config, "saknas"));

    g_assert_cmpint(config->transport->scheme, ==, INK_SCHEME_SMTP);
    g_assert_cmpint(config->transport->port, ==, 25);
    g_assert_cmpstr(config->from_name, ==, "Exempelkommun");
    g_assert_cmpstr(config->from, ==, "inkorg@exempelkommun.example");

    const InkUnit *unit = ink_config_find_unit(config, "TN");
    g_assert_cmpstr(unit->name, ==, "Tekniska nämnden");
    g_assert_cmpstr(unit->number_format, ==, "{unit} {year}/{seq:4}");
    g_assert_cmpstr(unit->routine->name, ==, "Köping");
    g_assert_null(ink_config_find_unit(config, "XX"));
    g_assert_true(ink_config_find_officer(config, "KARIN berg")->is_chef);
    g_assert_cmpstr(ink_config_find_officer(config, "Karin.Berg@exempelkommun.example")->unit, ==,
                    "TN");
}

/* By address, wherever that is; never by name, which anybody can write in the address's place. */
static void
test_staff(Place *place, G_GNUC_UNUSED gconstpointer data)
{
    g_autoptr(InkConfig) config =
        load(place, "organisation: {name: Exempelkommun}\nroutine: routines/koping.yaml\n"
                    "templates: templates\nstore: sqlite:inkom.db\n"
                    "outgoing: {transport: 'maildir:ut', from: inkorg@exempelkommun.example}\n"
                    "units: [{code: KS, name: Kommunstyrelsen}]\n"
                    "officers: [{name: Karin Berg, address: karin@konsult.example, unit: KS}]\n");
    g_assert_true(ink_config_is_staff(config, "karin@konsult.example"));
    g_assert_true(ink_config_is_staff(config, "vem.som.helst@exempelkommun.example"));
    g_assert_false(ink_config_is_staff(config, "bo@konsult.example"));
    g_assert_false(ink_config_is_staff(config, "karin berg"));
    g_assert_false(ink_config_is_staff(config, "\u212aarin@konsult.example"));
    g_assert_false(ink_config_is_staff(config, ""));
    g_assert_false(ink_config_is_staff(config, NULL));
}

static void
test_defaults(Place *place, G_GNUC_UNUSED gconstpointer data)
{
    g_autoptr(InkConfig) config =
        load(place, "organisation: {name: Exempelkommun}\nroutine: routines/koping.yaml\n"
                    "templates: templates\nstore: sqlite:inkom.db\n"
                    "outgoing: {transport: 'maildir:ut', from: Inkorg@Exempelkommun.example}\n"
                    "units: [{code: KS, name: Kommunstyrelsen}]\n");
    g_assert_cmpstr(config->domains[0], ==, "exempelkommun.example");
    g_assert_null(config->hosts[0]);
    g_assert_cmpstr(config->timezone, ==, "Europe/Stockholm");
    g_assert_null(config->rules[0]);
    g_assert_cmpint(config->interval_s, ==, 60);
    g_assert_null(config->registrar);
    g_assert_cmpuint(config->mailboxes->len, ==, 0);
    g_assert_cmpuint(config->officers->len, ==, 0);
    g_assert_cmpuint(config->closed_days->len, ==, 0);
    g_assert_null(config->from_name);
    g_assert_null(config->transport_password);
    g_assert_cmpstr(config->from, ==, "inkorg@exempelkommun.example");
    g_assert_cmpint(config->limits.message_bytes, ==, 50 * 1024 * 1024);
    g_assert_cmpint(config->limits.depth, ==, 50);
    g_assert_cmpint(config->limits.message_depth, ==, 5);
}

static void
test_all_keys(Place *place, G_GNUC_UNUSED gconstpointer data)
{
    g_autoptr(InkConfig) config = load(
        place,
        "organisation:\n"
        "  name: Exempelkommun\n"
        "  domains: [Exempelkommun.example, bolag.example]\n"
        "  hosts: MX.exempelkommun.example\n"
        "  timezone: Europe/Helsinki\n"
        "  closed:\n"
        "    - {from: 2026-12-28, to: 2026-12-30, reason: mellandagar}\n"
        "    - {day: 2027-06-18}\n"
        "rules: [classification, routines/hjo.yaml]\n"
        "templates: templates\n"
        "store: sqlite:/var/lib/inkom/inkom.db\n"
        "number: '{unit}-{year}.{seq}'\n"
        "interval: 300\n"
        "timeout: 10\n"
        "registrar: Registrator@exempelkommun.example\n"
        "reply_to: authenticated\n"
        "trusted_authserv_id: MX.exempelkommun.example\n"
        "receipts: {per_address: 1, per_domain: 2, per_freemail_domain: 3, per_minute: 4}\n"
        "spam: {header: X-Spam-Flag, pattern: '^yes'}\n"
        "limits: {message_bytes: 20 MB, header_bytes: 64kB, parts: 20, text_bytes: 8192}\n"
        "mailboxes:\n"
        "  - name: park_och-gata.2\n"
        "    source: imaps://park%40exempelkommun.example@imap.exempelkommun.example:1993/Inkorg\n"
        "    password: {command: pass show imap}\n"
        "    address: Park@exempelkommun.example\n"
        "    aliases: [Gata@exempelkommun.example, park@exempelkommun.example]\n"
        "    unit: TN\n"
        "    ca: routines/hjo.yaml\n"
        "outgoing:\n"
        "  transport: smtps://ut@smtp.exempelkommun.example\n"
        "  from: '\"Exempelkommun, \\\"AB\\\"\" <Inkorg@exempelkommun.example>'\n"
        "  password: {credential: smtp}\n"
        "  ca: routines/koping.yaml\n"
        "units:\n"
        "  - {code: KS, name: Kommunstyrelsen, routine: routines/koping.yaml}\n"
        "  - {code: TN, name: Tekniska, routine: routines/hjo.yaml, number: 'T {year}/{seq:3}'}\n"
        "officers:\n"
        "  - {name: Åsa Ek, address: asa.ek@bolag.example, unit: KS}\n"
        "  - {name: Åsa Ek, address: asa.ek2@bolag.example, unit: TN, chef: ja}\n");
    g_assert_cmpstr(config->domains[0], ==, "exempelkommun.example");
    g_assert_cmpstr(config->hosts[0], ==, "mx.exempelkommun.example");
    const InkClosedDays *closed = g_ptr_array_index(config->closed_days, 0);
    g_assert_cmpint(closed->first, ==, ink_day_from_ymd(2026, 12, 28));
    g_assert_cmpint(closed->last, ==, ink_day_from_ymd(2026, 12, 30));
    g_assert_cmpstr(closed->reason, ==, "mellandagar");
    const InkClosedDays *single = g_ptr_array_index(config->closed_days, 1);
    g_assert_cmpint(single->first, ==, single->last);
    g_assert_cmpstr(single->reason, ==, "stängt");
    g_assert_cmpstr(config->store, ==, "/var/lib/inkom/inkom.db");
    expect_path(place, config->rules[1], "routines/hjo.yaml");
    g_assert_cmpint(config->interval_s, ==, 300);
    g_assert_cmpstr(config->registrar, ==, "registrator@exempelkommun.example");
    g_assert_cmpint(config->limits.message_bytes, ==, 20 * 1024 * 1024);
    g_assert_cmpint(config->limits.header_bytes, ==, 64 * 1024);
    g_assert_cmpint(config->limits.text_bytes, ==, 8192);
    g_assert_cmpint(config->limits.parts, ==, 20);

    g_assert_cmpint(config->reply_to, ==, INK_REPLY_TO_AUTHENTICATED);
    g_assert_cmpstr(config->authserv_id, ==, "MX.exempelkommun.example");
    g_assert_cmpint(config->receipts.per_address, ==, 1);
    g_assert_cmpint(config->receipts.per_domain, ==, 2);
    g_assert_cmpint(config->receipts.per_freemail_domain, ==, 3);
    g_assert_cmpint(config->receipts.per_minute, ==, 4);
    g_assert_cmpstr(config->spam_header, ==, "X-Spam-Flag");
    g_assert_nonnull(config->spam_pattern);

    const InkMailbox *mailbox = g_ptr_array_index(config->mailboxes, 0);
    g_assert_cmpstr(mailbox->source->user, ==, "park@exempelkommun.example");
    g_assert_cmpint(mailbox->source->port, ==, 1993);
    g_assert_cmpint(mailbox->source->timeout_ms, ==, 10000);
    expect_path(place, mailbox->source->ca_file, "routines/hjo.yaml");
    g_assert_cmpint(mailbox->password->kind, ==, INK_SECRET_COMMAND);
    g_assert_cmpstr(mailbox->password->value, ==, "pass show imap");
    g_assert_cmpstr(mailbox->unit, ==, "TN");
    g_assert_cmpstr(config->from_name, ==, "Exempelkommun, \"AB\"");
    g_assert_cmpint(config->transport_password->kind, ==, INK_SECRET_CREDENTIAL);
    g_assert_cmpstr(config->transport_password->value, ==, "smtp");
    g_assert_cmpint(config->transport->timeout_ms, ==, 10000);
    expect_path(place, config->transport->ca_file, "routines/koping.yaml");

    const InkUnit *first = ink_config_find_unit(config, "KS");
    const InkUnit *second = ink_config_find_unit(config, "TN");
    g_assert_cmpstr(first->number_format, ==, "{unit}-{year}.{seq}");
    g_assert_cmpstr(second->number_format, ==, "T {year}/{seq:3}");
    g_assert_cmpstr(first->routine->name, ==, "Köping");
    g_assert_cmpstr(second->routine->name, ==, "Hjo");

    g_assert_null(ink_config_find_officer(config, "Åsa Ek"));
    g_assert_nonnull(ink_config_find_officer(config, "asa.ek2@bolag.example"));
    g_assert_cmpuint(g_strv_length(config->addresses), ==, 3);
    g_assert_true(ink_config_is_own_address(config, "gata@exempelkommun.example"));
    g_assert_true(ink_config_is_own_address(config, "INKORG@exempelkommun.example"));
    g_assert_true(ink_config_is_own_address(config, "park@exempelkommun.example"));
    g_assert_false(ink_config_is_own_address(config, "asa.ek@bolag.example"));
    g_assert_true(ink_config_is_own_domain(config, "BOLAG.example"));
    g_assert_false(ink_config_is_own_domain(config, "inte.bolag.example"));
}

/* The folder of the project is taken away, so that what is expected is the same everywhere. */
static char *
load_bad(const char *folder, const char *name)
{
    g_autofree char *file = g_build_filename(folder, name, NULL);
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_autoptr(InkConfig) config = ink_config_load(file, problems);
    g_assert_null(config);
    GString *shown = g_string_new(NULL);
    g_autofree char *text = ink_problems_format(problems);
    g_string_append(shown, text);
    g_autofree char *prefix = g_strconcat(folder, "/", NULL);
    g_string_replace(shown, prefix, "", 0);
    g_string_replace(shown, folder, ".", 0);
    return g_string_free(shown, FALSE);
}

static void
test_bad(void)
{
    g_autofree char *relative = test_path("tests/config-bad");
    g_autofree char *folder = g_canonicalize_filename(relative, NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_assert_nonnull(dir);
    guint count = 0;
    const char *name;
    while ((name = g_dir_read_name(dir)) != NULL) {
        if (!g_ascii_isdigit(name[0]) || !g_str_has_suffix(name, ".yaml"))
            continue;
        g_test_message("%s", name);
        g_autofree char *shown = load_bad(folder, name);
        g_autofree char *expected_file = g_strdup_printf(
            "%s/%.*s.expected", folder, (int)(strlen(name) - strlen(".yaml")), name);
        g_autofree char *expected = NULL;
        g_assert_true(g_file_get_contents(expected_file, &expected, NULL, NULL));
        g_assert_cmpstr(shown, ==, expected);
        g_assert_null(strstr(shown, "hemligt"));
        count++;
    }
    g_assert_cmpuint(count, >=, 17);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/config/example", Place, NULL, set_up, test_example, tear_down);
    g_test_add("/config/staff", Place, NULL, set_up, test_staff, tear_down);
    g_test_add("/config/defaults", Place, NULL, set_up, test_defaults, tear_down);
    g_test_add("/config/all-keys", Place, NULL, set_up, test_all_keys, tear_down);
    g_test_add_func("/config/bad", test_bad);
    return g_test_run();
}
