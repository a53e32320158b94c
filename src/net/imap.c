/* SPDX-License-Identifier: MIT
 *
 * Opening and closing an IMAP session. The order is what makes it safe: connect, read the greeting,
 * refuse PREAUTH, STARTTLS and the handshake that verifies the server, forget what was said before
 * it (RFC 3501 §6.2.1), and only then the login.
 */
#include "imap-private.h"

#include "inkom/error.h"
#include "inkom/text.h"

#include <string.h>

gboolean
ink_imap_begin(InkImap *imap, gint64 text_bytes, gint64 literal_bytes, GError **error)
{
    if (imap->session == NULL) {
        g_set_error(error, INK_ERROR, INK_ERROR_TEMPORARY,
                    "%s: förbindelsen är stängd efter ett tidigare fel", imap->name);
        return FALSE;
    }
    ink_imap_guard_allow(imap->guard, text_bytes, literal_bytes);
    ink_stream_set_budget(imap->session->imap_stream, text_bytes + literal_bytes);
    return TRUE;
}

/* mailimap_free() would say LOGOUT and wait for an answer that may never come. */
static void
drop_session(InkImap *imap)
{
    mailimap *session = g_steal_pointer(&imap->session);

    if (session == NULL)
        return;
    if (session->imap_stream != NULL)
        mailstream_close(session->imap_stream);
    session->imap_stream = NULL;
    mailimap_free(session);
}

/* The server's own words, safe to show. */
static char *
dup_answer(const mailimap *session)
{
    g_autofree char *valid = NULL;

    if (session->imap_response == NULL || *session->imap_response == '\0')
        return g_strdup("utan att säga varför");
    valid = g_utf8_make_valid(session->imap_response, -1);
    return ink_text_one_line(valid, 200);
}

/* RFC 5530: what will pass. */
static gboolean
is_passing(const mailimap *session)
{
    static const char *const CODES[] = {"UNAVAILABLE",  "INUSE",         "SERVERBUG", "LIMIT",
                                        "CONTACTADMIN", "EXPUNGEISSUED", NULL};
    const struct mailimap_response_info *info = session->imap_response_info;

    for (gsize i = 0; info != NULL && info->rsp_atom != NULL && CODES[i] != NULL; i++)
        if (g_ascii_strcasecmp(info->rsp_atom, CODES[i]) == 0)
            return TRUE;
    return FALSE;
}

static void
set_session_error(const InkImap *imap, int result, InkError refusal, const char *what,
                  GError **error)
{
    const char *failure = ink_stream_get_failure(imap->session->imap_stream);
    g_autofree char *answer = NULL;

    if (failure != NULL) {
        g_set_error(error, INK_ERROR, INK_ERROR_TEMPORARY, "%s", failure);
        return;
    }
    switch (result) {
    case MAILIMAP_ERROR_STREAM:
    case MAILIMAP_ERROR_PARSE:
    case MAILIMAP_ERROR_FATAL:
    case MAILIMAP_ERROR_PROTOCOL:
    case MAILIMAP_ERROR_MEMORY:
    case MAILIMAP_ERROR_BAD_STATE:
        g_set_error(error, INK_ERROR, INK_ERROR_TEMPORARY,
                    "%s: %s: servern svarade inte som en IMAP-server ska (%d)", imap->name, what,
                    result);
        return;
    default:
        answer = dup_answer(imap->session);
        g_set_error(error, INK_ERROR,
                    is_passing(imap->session) ? INK_ERROR_TEMPORARY : (int)refusal,
                    "%s: %s; servern säger: %s", imap->name, what, answer);
    }
}

gboolean
ink_imap_fail(InkImap *imap, int result, InkError refusal, const char *what, GError **error)
{
    set_session_error(imap, result, refusal, what, error);
    drop_session(imap);
    return FALSE;
}

gboolean
ink_imap_has(const InkImap *imap, const char *capability)
{
    return g_hash_table_contains(imap->capabilities, capability);
}

static char *
dup_capability(const struct mailimap_capability *capability)
{
    const gboolean is_auth = capability->cap_type == MAILIMAP_CAPABILITY_AUTH_TYPE;
    const char *name = is_auth ? capability->cap_data.cap_auth_type : capability->cap_data.cap_name;
    g_autofree char *upper = g_ascii_strup(name != NULL ? name : "", -1);

    return g_strconcat(is_auth ? "AUTH=" : "", upper, NULL);
}

/* mailimap_custom_command() would put a space before the line end, which strict servers refuse. */
static int
send_line(mailimap *session, const char *line)
{
    struct mailimap_response *response = NULL;
    int result = mailimap_send_current_tag(session);

    if (result != MAILIMAP_NO_ERROR)
        return result;
    if (mailstream_write(session->imap_stream, line, strlen(line)) < 0 ||
        mailstream_flush(session->imap_stream) < 0 || mailimap_read_line(session) == NULL)
        return MAILIMAP_ERROR_STREAM;
    result = mailimap_parse_response(session, &response);
    if (result != MAILIMAP_NO_ERROR)
        return result;
    if (response->rsp_resp_done->rsp_data.rsp_tagged->rsp_cond_state->rsp_type !=
        MAILIMAP_RESP_COND_STATE_OK)
        result = MAILIMAP_ERROR_LOGIN;
    mailimap_response_free(response);
    return result;
}

/* mailimap_capability() follows a null pointer when the server says OK and nothing else. What was
 * said before is forgotten: it may have been said by somebody else. */
static gboolean
read_capabilities(InkImap *imap, GError **error)
{
    struct mailimap_connection_info *info = imap->session->imap_connection_info;
    const struct mailimap_capability_data *data;
    int result;

    if (!ink_imap_begin(imap, INK_IMAP_TEXT_BYTES, 0, error))
        return FALSE;
    g_clear_pointer(&info->imap_capability, mailimap_capability_data_free);
    result = send_line(imap->session, "CAPABILITY\r\n");
    if (result != MAILIMAP_NO_ERROR)
        return ink_imap_fail(imap, result, INK_ERROR_TEMPORARY,
                             "servern vill inte säga vad den kan", error);
    data = info->imap_capability;
    g_hash_table_remove_all(imap->capabilities);
    for (clistiter *i = data != NULL ? clist_begin(data->cap_list) : NULL; i != NULL;
         i = clist_next(i))
        g_hash_table_add(imap->capabilities, dup_capability(clist_content(i)));
    return TRUE;
}

static gboolean
refuse(InkImap *imap, const char *why, GError **error)
{
    g_set_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG, "%s: %s", imap->name, why);
    drop_session(imap);
    return FALSE;
}

static gboolean
start_tls(InkImap *imap, const InkEndpoint *endpoint, GError **error)
{
    int result;

    if (!ink_imap_has(imap, "STARTTLS"))
        return refuse(imap,
                      "servern erbjuder ingen kryptering (STARTTLS), och lösenord skickas aldrig "
                      "i klartext; använd imaps: i stället",
                      error);
    if (!ink_imap_begin(imap, INK_IMAP_TEXT_BYTES, 0, error))
        return FALSE;
    result = mailimap_starttls(imap->session);
    /* Debian's libetpan itself sees bytes after the answer, and says STARTTLS. */
    if (result != MAILIMAP_NO_ERROR)
        return ink_imap_fail(imap, result, INK_ERROR_BAD_CONFIG,
                             "servern ville inte börja kryptera (STARTTLS), eller skickade något "
                             "i klartext efter sitt svar",
                             error);
    if (!ink_stream_start_tls(imap->session->imap_stream, endpoint, error)) {
        drop_session(imap);
        return FALSE;
    }
    return read_capabilities(imap, error);
}

static gboolean
greet(InkImap *imap, GError **error)
{
    mailstream *stream = imap->session->imap_stream;
    int result;

    imap->session->imap_stream = NULL;
    result = mailimap_connect(imap->session, stream);
    imap->session->imap_stream = stream;
    switch (result) {
    case MAILIMAP_NO_ERROR_NON_AUTHENTICATED:
        return TRUE;
    case MAILIMAP_NO_ERROR_AUTHENTICATED:
        return refuse(imap,
                      "servern säger att vi redan är inloggade (PREAUTH); sådana servrar används "
                      "inte, för då har ingen kontrollerat vem den är",
                      error);
    default:
        return ink_imap_fail(imap, result, INK_ERROR_TEMPORARY,
                             "servern tar inte emot fler just nu", error);
    }
}

/* Wiped before it is freed: it holds the password. */
static int
authenticate_plain(mailimap *session, const char *user, const char *password)
{
    g_autoptr(GByteArray) words = g_byte_array_new();
    g_autofree char *base64 = NULL, *command = NULL;
    int result;

    g_byte_array_append(words, (const guint8 *)"", 1);
    g_byte_array_append(words, (const guint8 *)user, (guint)strlen(user) + 1);
    g_byte_array_append(words, (const guint8 *)password, (guint)strlen(password));
    base64 = g_base64_encode(words->data, words->len);
    command = g_strconcat("AUTHENTICATE PLAIN ", base64, "\r\n", NULL);
    result = send_line(session, command);
    if (result == MAILIMAP_NO_ERROR)
        session->imap_state = MAILIMAP_STATE_AUTHENTICATED;
    explicit_bzero(words->data, words->len);
    explicit_bzero(base64, strlen(base64));
    explicit_bzero(command, strlen(command));
    return result;
}

static gboolean
has_line_end(const char *text)
{
    return strpbrk(text, "\r\n") != NULL;
}

/* AUTHENTICATE PLAIN carries any letters (RFC 4616); LOGIN is for servers without it. */
static gboolean
log_in(InkImap *imap, const char *user, const char *password, GError **error)
{
    int result;

    if (user == NULL || *user == '\0' || password == NULL || *password == '\0')
        return refuse(imap, "det saknas användare eller lösenord för brevlådan", error);
    if (has_line_end(user) || has_line_end(password))
        return refuse(imap, "användaren eller lösenordet har en radbrytning", error);
    if (!ink_imap_begin(imap, INK_IMAP_TEXT_BYTES, 0, error))
        return FALSE;
    if (ink_imap_has(imap, "SASL-IR") && ink_imap_has(imap, "AUTH=PLAIN"))
        result = authenticate_plain(imap->session, user, password);
    else if (!ink_imap_has(imap, "LOGINDISABLED"))
        result = mailimap_login(imap->session, user, password);
    else
        return refuse(imap, "servern tillåter ingen inloggning med lösenord", error);
    if (result != MAILIMAP_NO_ERROR)
        return ink_imap_fail(imap, result, INK_ERROR_BAD_CONFIG,
                             "inloggningen godtogs inte; kontrollera användare och lösenord",
                             error);
    return read_capabilities(imap, error);
}

static InkImap *
imap_new(const InkEndpoint *endpoint, mailstream *stream)
{
    InkImap *imap = g_new0(InkImap, 1);

    imap->session = mailimap_new(0, NULL);
    imap->session->imap_stream = stream;
    imap->guard = ink_imap_guard_new();
    imap->capabilities = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    imap->name = g_strdup_printf("%s port %u", endpoint->host, endpoint->port);
    ink_stream_set_check(stream, ink_imap_guard_check, imap->guard);
    return imap;
}

static void
imap_free(InkImap *imap)
{
    drop_session(imap);
    ink_imap_guard_free(imap->guard);
    g_hash_table_unref(imap->capabilities);
    g_free(imap->name);
    g_free(imap->created_folder);
    g_free(imap);
}

static gboolean
open_session(InkImap *imap, const InkEndpoint *endpoint, const char *password, GError **error)
{
    const gboolean is_encrypted = endpoint->scheme == INK_SCHEME_IMAPS;

    return ink_imap_begin(imap, INK_IMAP_TEXT_BYTES, 0, error) && greet(imap, error) &&
           read_capabilities(imap, error) &&
           (is_encrypted || ink_stream_may_be_plain(endpoint) ||
            start_tls(imap, endpoint, error)) &&
           log_in(imap, endpoint->user, password, error);
}

InkImap *
ink_imap_open(const InkEndpoint *endpoint, const char *password, GError **error)
{
    mailstream *stream = ink_stream_open(endpoint, error);
    InkImap *imap;

    if (stream == NULL)
        return NULL;
    imap = imap_new(endpoint, stream);
    if (!open_session(imap, endpoint, password, error)) {
        imap_free(imap);
        return NULL;
    }
    return imap;
}

gboolean
ink_imap_is_open(const InkImap *imap)
{
    return imap->session != NULL;
}

void
ink_imap_close(InkImap *imap)
{
    if (imap == NULL)
        return;
    if (imap->session != NULL && ink_imap_begin(imap, INK_IMAP_TEXT_BYTES, 0, NULL))
        (void)mailimap_logout(imap->session); /* closes the stream too */
    imap_free(imap);
}
