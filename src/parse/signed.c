/* SPDX-License-Identifier: MIT
 *
 * An opaque-signed message (application/pkcs7-mime; smime-type=signed-data) is a CMS structure with
 * the signed MIME entity as a string in it, in plain text. GnuTLS takes it out, from DER and from
 * the BER that programs write which sign while they read. What GnuTLS cannot take apart is
 * encrypted, compressed or broken: nobody here can read it. smime-type is not asked, it may lie or
 * be absent.
 *
 * Signed content may again be signed; every layer is a copy, so there are few.
 */
#include "signed.h"

#include "part.h"
#include "transfer.h"

#include <gnutls/pkcs7.h>
#include <string.h>

enum { MAX_LAYERS = 3 };

typedef struct {
    InkTree *whole;
    InkLimits *left;
    InkDefects *defects;
} Opener;

/* Exchange and others call it application/octet-stream and leave only the name. */
gboolean
ink_part_is_pkcs7(GMimeObject *part)
{
    if (ink_part_is_type(part, "application", "pkcs7-mime") ||
        ink_part_is_type(part, "application", "x-pkcs7-mime"))
        return TRUE;
    if (!ink_part_is_type(part, "application", "octet-stream"))
        return FALSE;
    g_autoptr(GPtrArray) unheard = ink_defects_new();
    g_autofree char *name = ink_part_dup_name(part, unheard);
    return name != NULL && g_ascii_strcasecmp(name, "smime.p7m") == 0;
}

/* The content of CMS signed data; NULL if it is anything else. */
static GBytes *
take_content(const GString *cms)
{
    gnutls_datum_t input = {(unsigned char *)cms->str, (unsigned)cms->len}, content = {NULL, 0};
    gnutls_pkcs7_t pkcs7;
    if (gnutls_pkcs7_init(&pkcs7) < 0)
        return NULL;
    GBytes *bytes = NULL;
    if (gnutls_pkcs7_import(pkcs7, &input, GNUTLS_X509_FMT_DER) >= 0 &&
        gnutls_pkcs7_get_embedded_data(pkcs7, 0, &content) >= 0)
        bytes = g_bytes_new(content.data, content.size);
    gnutls_free(content.data);
    gnutls_pkcs7_deinit(pkcs7);
    return bytes;
}

/* What was signed in this part, as a tree; NULL if it cannot be read or is over a limit. */
static InkTree *
open_part(const Opener *opener, GMimeObject *part)
{
    gboolean is_cut;
    if (!GMIME_IS_PART(part) || !ink_part_is_pkcs7(part))
        return NULL;
    g_autoptr(GString) cms =
        ink_transfer_decode_some(GMIME_PART(part), (gsize)opener->left->message_bytes, &is_cut);
    g_autoptr(GBytes) content = is_cut ? NULL : take_content(cms);
    if (content == NULL || g_bytes_get_size(content) == 0)
        return NULL;
    InkTree *inner = ink_tree_parse(content, opener->left, opener->defects, NULL);
    if (inner != NULL)
        ink_tree_take(inner, opener->left);
    return inner;
}

static void open_children(const Opener *opener, GMimeObject *parent, guint layers);

/* The part that stands for this one: the signed content, or NULL for the part itself. */
static GMimeObject *
open_layers(const Opener *opener, GMimeObject *part, guint layers)
{
    GMimeObject *found = NULL;
    for (; layers < MAX_LAYERS; layers++) {
        InkTree *inner = open_part(opener, found != NULL ? found : part);
        if (inner == NULL)
            break;
        g_ptr_array_add(opener->whole->inner, inner);
        found = inner->root;
    }
    open_children(opener, found != NULL ? found : part, layers);
    return found;
}

static void
open_children(const Opener *opener, GMimeObject *parent, guint layers)
{
    if (!GMIME_IS_MULTIPART(parent))
        return;
    GMimeMultipart *multipart = GMIME_MULTIPART(parent);
    for (int i = 0; i < g_mime_multipart_get_count(multipart); i++) {
        GMimeObject *part = g_mime_multipart_get_part(multipart, i);
        GMimeObject *found = open_layers(opener, part, layers);
        if (found != NULL)
            g_object_unref(g_mime_multipart_replace(multipart, i, found));
    }
}

void
ink_signed_open(InkTree *tree, InkLimits *left, InkDefects *defects)
{
    Opener opener = {tree, left, defects};
    GMimeObject *found = open_layers(&opener, tree->root, 0);
    if (found != NULL)
        g_set_object(&tree->root, found);
}
