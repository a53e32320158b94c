/* SPDX-License-Identifier: MIT
 *
 * The program's one error domain.
 */
#include "inkom/error.h"

#include <sysexits.h>

G_DEFINE_QUARK(ink - error - quark, ink_error)

int
ink_error_exit_code(const GError *error)
{
    if (error == NULL)
        return EX_OK;
    if (error->domain == G_OPTION_ERROR)
        return EX_USAGE;
    if (error->domain != INK_ERROR)
        return EX_SOFTWARE;
    switch ((InkError)error->code) {
    case INK_ERROR_TEMPORARY:
        return EX_TEMPFAIL;
    case INK_ERROR_BAD_CONFIG:
        return EX_CONFIG;
    case INK_ERROR_BAD_MESSAGE:
    case INK_ERROR_DUPLICATE:
    case INK_ERROR_NOT_FOUND:
    case INK_ERROR_REFUSED:
        return EX_DATAERR;
    case INK_ERROR_INTERNAL:
    default:
        return EX_SOFTWARE;
    }
}
