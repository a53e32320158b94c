/* SPDX-License-Identifier: MIT
 *
 * Reading in another process: the same as here, and whatever that process does.
 */
#include "bad-child.h"
#include "folder.h"

#include "../../src/sandbox/lockdown.h"
#include "../../src/sandbox/sandbox-private.h"

#include "inkom/error.h"
#include "inkom/parse.h"

static const InkLimits limits = INK_LIMITS_DEFAULT;

/* --- the real child ---------------------------------------------------------------------------*/

static void
assert_same(InkSandbox *sandbox, GBytes *bytes)
{
    g_autoptr(GError) here = NULL, there = NULL;
    g_autoptr(GByteArray) one = g_byte_array_new(), other = g_byte_array_new();
    g_autoptr(InkMessage) message = ink_message_parse(bytes, &limits, &here);
    g_autoptr(InkMessage) guarded = ink_sandbox_parse(sandbox, bytes, &there);
    if (message == NULL) {
        g_autofree char *wanted = g_strdup(here->message);
        g_assert_error(there, INK_ERROR, INK_ERROR_BAD_MESSAGE);
        g_assert_cmpstr(there->message, ==, wanted);
        return;
    }
    g_assert_no_error(there);
    ink_message_wire_write(message, one);
    ink_message_wire_write(guarded, other);
    g_assert_cmpuint(one->len, ==, other->len);
    g_assert_true(memcmp(one->data, other->data, one->len) == 0);
}

static guint
compare_folder(InkSandbox *sandbox, const char *path)
{
    guint count = 0;
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
        g_autofree char *file = g_build_filename(path, name, NULL);
        char *data;
        gsize size;
        if (g_file_test(file, G_FILE_TEST_IS_DIR)) {
            count += compare_folder(sandbox, file);
            continue;
        }
        g_assert_true(g_file_get_contents(file, &data, &size, NULL));
        g_autoptr(GBytes) bytes = g_bytes_new_take(data, size);
        g_test_message("%s", file);
        assert_same(sandbox, bytes);
        count++;
    }
    return count;
}

static void
test_samples(void)
{
    g_autoptr(InkSandbox) sandbox = ink_sandbox_new(&limits);
    g_autofree char *samples = test_path("maildir-samples"), *golden = test_path("tests/golden");
    g_assert_cmpuint(compare_folder(sandbox, samples), >, 40);
    g_assert_cmpuint(compare_folder(sandbox, golden), >, 40);
}

static void
test_corpus(void)
{
    g_autofree char *beside = test_path("../shared/corpus");
    const char *given = g_getenv("INK_CORPUS");
    const char *corpus = given != NULL ? given : beside;
    g_autoptr(InkSandbox) sandbox = ink_sandbox_new(&limits);
    if (compare_folder(sandbox, corpus) == 0)
        g_test_skip("there is no corpus: set INK_CORPUS");
}

/* Letters in the charsets of the world: none of them may need a file that is out of reach. */
static void
test_charsets(void)
{
    static const char *const charsets[] = {
        "iso-8859-1",  "iso-8859-2",   "iso-8859-4",  "iso-8859-5", "iso-8859-7",  "iso-8859-9",
        "iso-8859-10", "iso-8859-13",  "iso-8859-15", "koi8-r",     "koi8-u",      "windows-1250",
        "cp1251",      "windows-1253", "cp1257",      "cp437",      "cp850",       "cp865",
        "macintosh",   "gb2312",       "gb18030",     "gbk",        "big5",        "big5-hkscs",
        "shift_jis",   "euc-jp",       "iso-2022-jp", "euc-kr",     "iso-2022-kr", "ks_c_5601-1987",
        "tis-620",     "utf-7",        "utf-16",      "utf-16le",   "ucs-2",       "ibm037",
        "okänd-77",
    };
    g_autoptr(InkSandbox) sandbox = ink_sandbox_new(&limits);
    for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++) {
        g_test_message("%s", charsets[i]);
        g_autofree char *text =
            g_strdup_printf("From: =?%s?Q?=C4=D6?= <anna@example.org>\nSubject: =?%s?B?xOXW1A==?=\n"
                            "MIME-Version: 1.0\nContent-Type: text/plain; charset=\"%s\"\n\n"
                            "\xb0\xa1\xb0\xa2 \xc4\xe3\xba\xc3 +AOU- \x1b$B$3$s\x1b(B abc\n",
                            charsets[i], charsets[i], charsets[i]);
        g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
        assert_same(sandbox, bytes);
    }
}

/* S/MIME is opened by GnuTLS, and a domain in its own letters is spelled by libidn2. */
static void
test_libraries(void)
{
    static const char signed_letter[] =
        "From: anna@k\xc3\xb6ping.example\nMIME-Version: 1.0\n"
        "Content-Transfer-Encoding: base64\n"
        "Content-Type: application/pkcs7-mime; smime-type=signed-data\n\n"
        "MIH0BgkqhkiG9w0BBwKggeYwgeMCAQMxDTALBglghkgBZQMEAgEwUQYJKoZIhvcNAQcBoEQEQkNvbnRlbnQt\n"
        "VHlwZTogdGV4dC9wbGFpbjsgY2hhcnNldD11dGYtOA0KDQpHYXRseWt0YW4gw6RyIHRyYXNpZy4NCjF8MHoC\n"
        "AQOAFAzi6oexLPuLD0F5cwghqqR2rKkuMAsGCWCGSAFlAwQCATAKBggqhkjOPQQDAgRGMEQCICLIl6JMfuLe\n"
        "Isj8Er4UliY/geqWWxkUKmB/tkfxRY3UAiAWwjBWYVNALGS+1RKwxbmKbTH/MwMNXhpUPc9DMzigpg==\n";
    g_autoptr(GError) error = NULL;
    g_autoptr(InkSandbox) sandbox = ink_sandbox_new(&limits);
    g_autoptr(GBytes) bytes = g_bytes_new_static(signed_letter, strlen(signed_letter));
    g_autoptr(InkMessage) message = ink_sandbox_parse(sandbox, bytes, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(message->text, ==, "Gatlyktan är trasig.\n");
    g_assert_cmpstr(ink_message_get_sender(message)->address, ==, "anna@xn--kping-jua.example");
    assert_same(sandbox, bytes);
}

/* As large as may be, in the ways that need most memory: none ends the child. */
static void
test_large(void)
{
    static const char *const starts[] = {
        "Subject: rader\n\n",
        "Subject: base64\nMIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\n",
        "Subject: html\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-16\n\n",
        "Subject: fil\nMIME-Version: 1.0\nContent-Type: application/pdf\n\n",
        "Subject: nul\nX-Nul: \001\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n",
        "Subject: cr\rMIME-Version: 1.0\r\r",
    };
    g_autoptr(InkSandbox) sandbox = ink_sandbox_new(&limits);
    for (gsize i = 0; i < G_N_ELEMENTS(starts); i++) {
        g_test_message("%.12s", starts[i]);
        char *text = g_malloc((gsize)limits.message_bytes);
        memset(text, 'a', (gsize)limits.message_bytes);
        memcpy(text, starts[i], strlen(starts[i]));
        char *control = strchr(starts[i], '\001');
        if (control != NULL)
            text[control - starts[i]] = '\0';
        gboolean has_lines = strchr(starts[i], '\n') != NULL;
        for (gsize at = strlen(starts[i]); has_lines && at < (gsize)limits.message_bytes; at += 70)
            text[at] = '\n';
        g_autoptr(GBytes) bytes = g_bytes_new_take(text, (gsize)limits.message_bytes);
        g_autoptr(GError) error = NULL;
        g_autoptr(InkMessage) message = ink_sandbox_parse(sandbox, bytes, &error);
        g_assert_no_error(error);
        g_assert_nonnull(message);
    }
}

static void
test_too_large(void)
{
    InkLimits small = INK_LIMITS_DEFAULT;
    small.message_bytes = 10;
    g_autoptr(GError) error = NULL;
    g_autoptr(InkSandbox) sandbox = ink_sandbox_new(&small);
    g_autoptr(GBytes) bytes = bad_child_letter("för långt");
    g_assert_null(ink_sandbox_parse(sandbox, bytes, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_BAD_MESSAGE);
    bad_child_assert_none();

    g_clear_error(&error);
    small.message_bytes = 1000;
    g_autoptr(InkMessage) message = ink_sandbox_parse(sandbox, bytes, &error);
    g_assert_nonnull(message);
    small.header_count = 1; /* what it is told later counts too */
    g_assert_null(ink_sandbox_parse(sandbox, bytes, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_BAD_MESSAGE);
    g_assert_nonnull(strstr(error->message, "header_count"));
}

static void
test_describe(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkSandbox) sandbox = ink_sandbox_new(&limits);
    g_autofree char *text = ink_sandbox_describe(sandbox, &error);
    g_assert_no_error(error);
    g_assert_nonnull(strstr(text, "seccomp"));
}

/* What doctor says of the second lock: there, not there, or there and of no use. */
static void
test_describe_locks(void)
{
    static const struct {
        const char *argument, *text;
    } rows[] = {{BAD_CHILD_LANDLOCK "5", "stängd med seccomp och Landlock 5"},
                {BAD_CHILD_LANDLOCK "0", "kärnan har inte Landlock"},
                {BAD_CHILD_LANDLOCK "-5", "kärnan har Landlock 5, men det gick inte"}};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(InkSandbox) sandbox = ink_sandbox_new_with_child(&limits, rows[i].argument, 5);
        g_autofree char *text = ink_sandbox_describe(sandbox, &error);
        g_assert_no_error(error);
        g_assert_nonnull(strstr(text, rows[i].text));
    }
}

/* --- the bad child ----------------------------------------------------------------------------*/

static void
assert_reads(InkSandbox *sandbox, const char *subject)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = bad_child_letter(subject);
    g_autoptr(InkMessage) message = ink_sandbox_parse(sandbox, bytes, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(message->subject, ==, subject);
    g_assert_cmpstr(message->text, ==, "Hej!\n");
}

static gboolean
may_try(const char *kind)
{
    return !INK_IS_SANITIZED || (strcmp(kind, "minne") != 0 && strcmp(kind, "krasch") != 0);
}

/* A letter that no child survives is refused after two, and neither the letter before nor the one
 * after it is. */
static void
test_always(gconstpointer data)
{
    guint *warnings = (gpointer)data;
    guint files = bad_child_count_files();
    for (gsize i = 0; i < G_N_ELEMENTS(bad_child_kinds); i++) {
        if (!may_try(bad_child_kinds[i].kind))
            continue;
        g_test_message("%s", bad_child_kinds[i].kind);
        *warnings = 0;
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) bytes = bad_child_letter_of_kind(bad_child_kinds[i].kind);
        InkSandbox *sandbox = ink_sandbox_new_with_child(&limits, BAD_CHILD, 1);
        assert_reads(sandbox, "före");
        g_assert_null(ink_sandbox_parse(sandbox, bytes, &error));
        g_assert_error(error, INK_ERROR, INK_ERROR_BAD_MESSAGE);
        g_assert_nonnull(strstr(error->message, bad_child_kinds[i].why));
        g_assert_cmpuint(*warnings, ==, 2);
        assert_reads(sandbox, "efter");
        ink_sandbox_free(sandbox);
        g_assert_cmpuint(bad_child_count_files(), ==, files);
        bad_child_assert_none();
    }
}

/* One that only the first child does not survive is read by the second. */
static void
test_once(gconstpointer data)
{
    guint *warnings = (gpointer)data;
    for (gsize i = 0; i < G_N_ELEMENTS(bad_child_kinds); i++) {
        if (!may_try(bad_child_kinds[i].kind))
            continue;
        g_test_message("%s", bad_child_kinds[i].kind);
        *warnings = 0;
        g_autofree char *folder = test_folder_new();
        g_autofree char *argument = g_strconcat(BAD_CHILD "=", folder, "/prövad", NULL);
        g_autofree char *subject = g_strconcat("stör ", bad_child_kinds[i].kind, NULL);
        g_autoptr(InkSandbox) sandbox = ink_sandbox_new_with_child(&limits, argument, 1);
        assert_reads(sandbox, "före");
        assert_reads(sandbox, subject);
        assert_reads(sandbox, "efter");
        g_assert_cmpuint(*warnings, ==, 1);
        test_folder_remove(folder);
    }
}

/* The child is killed from outside between two letters: nobody notices. */
static void
test_killed_idle(gconstpointer data)
{
    guint *warnings = (gpointer)data;
    *warnings = 0;
    g_autoptr(InkSandbox) sandbox = ink_sandbox_new(&limits);
    for (guint i = 0; i < 5; i++) {
        assert_reads(sandbox, "ett brev");
        g_autofree char *children = NULL;
        g_assert_true(g_file_get_contents("/proc/thread-self/children", &children, NULL, NULL));
        pid_t pid = (pid_t)g_ascii_strtoll(children, NULL, 10);
        g_assert_cmpint(pid, >, 1);
        g_assert_cmpint(kill(pid, SIGKILL), ==, 0);
        siginfo_t info;
        g_assert_cmpint(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT), ==, 0);
    }
    assert_reads(sandbox, "det sista");
    g_assert_cmpuint(*warnings, ==, 0);
}

/* A program that is told to keep no account of its children cannot know how one ended, and says
 * nothing of it; the next one takes over as ever. */
static void
test_no_account(gconstpointer data)
{
    guint *warnings = (gpointer)data;
    guint files = bad_child_count_files();
    struct sigaction before, ignore = {.sa_handler = SIG_IGN};
    g_assert_cmpint(sigaction(SIGCHLD, &ignore, &before), ==, 0);
    *warnings = 0;
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = bad_child_letter_of_kind("död");
    InkSandbox *sandbox = ink_sandbox_new_with_child(&limits, BAD_CHILD, 1);
    assert_reads(sandbox, "före");
    g_assert_null(ink_sandbox_parse(sandbox, bytes, &error));
    g_assert_nonnull(strstr(error->message, "slutade mitt i"));
    g_assert_null(strstr(error->message, "felkod"));
    g_assert_cmpuint(*warnings, ==, 2);
    assert_reads(sandbox, "efter");
    ink_sandbox_free(sandbox);
    g_assert_cmpuint(bad_child_count_files(), ==, files);
    bad_child_assert_none();
    g_assert_cmpint(sigaction(SIGCHLD, &before, NULL), ==, 0);
}

/* What stops a service, or Ctrl-C, is for the parent to act on. */
static void
test_signals(void)
{
    g_autoptr(InkSandbox) sandbox = ink_sandbox_new(&limits);
    assert_reads(sandbox, "före");
    g_autofree char *before = NULL, *after = NULL;
    g_assert_true(g_file_get_contents("/proc/thread-self/children", &before, NULL, NULL));
    pid_t pid = (pid_t)g_ascii_strtoll(before, NULL, 10);
    g_assert_cmpint(kill(pid, SIGTERM), ==, 0);
    g_assert_cmpint(kill(pid, SIGINT), ==, 0);
    assert_reads(sandbox, "efter");
    g_assert_true(g_file_get_contents("/proc/thread-self/children", &after, NULL, NULL));
    g_assert_cmpstr(before, ==, after);
}

int
main(int argc, char **argv)
{
    bad_child_serve_if_asked(argc, argv);
    guint warnings = 0;
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_log_set_writer_func(bad_child_count_warnings, &warnings, NULL);
    g_test_add_func("/sandbox/samples", test_samples);
    g_test_add_func("/sandbox/corpus", test_corpus);
    g_test_add_func("/sandbox/charsets", test_charsets);
    g_test_add_func("/sandbox/libraries", test_libraries);
    g_test_add_func("/sandbox/large", test_large);
    g_test_add_func("/sandbox/too-large", test_too_large);
    g_test_add_func("/sandbox/describe", test_describe);
    g_test_add_func("/sandbox/describe-locks", test_describe_locks);
    g_test_add_data_func("/sandbox/always", &warnings, test_always);
    g_test_add_data_func("/sandbox/once", &warnings, test_once);
    g_test_add_data_func("/sandbox/killed-idle", &warnings, test_killed_idle);
    g_test_add_data_func("/sandbox/no-account", &warnings, test_no_account);
    g_test_add_func("/sandbox/signals", test_signals);
    return g_test_run();
}
