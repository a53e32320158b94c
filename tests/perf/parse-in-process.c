/* SPDX-License-Identifier: MIT
 *
 * Stands in for src/sandbox in one program that is never installed: what Inkom would be if it read
 * messages in its own process. `make bench` measures the two against each other, and the difference
 * is what the locked process costs.
 *
 * It is linked before the library, whose sandbox.o is then not wanted.
 */
#include "inkom/parse.h"
#include "inkom/sandbox.h"

struct InkSandbox {
    const InkLimits *limits;
};

InkSandbox *
ink_sandbox_new(const InkLimits *limits)
{
    InkSandbox *sandbox = g_new0(InkSandbox, 1);
    sandbox->limits = limits;
    return sandbox;
}

void
ink_sandbox_free(InkSandbox *sandbox)
{
    g_free(sandbox);
}

InkMessage *
ink_sandbox_parse(InkSandbox *sandbox, GBytes *bytes, GError **error)
{
    return ink_message_parse(bytes, sandbox->limits, error);
}

char *
ink_sandbox_describe(InkSandbox *sandbox, GError **error)
{
    (void)sandbox;
    (void)error;
    return g_strdup("i samma process, för mätning");
}
