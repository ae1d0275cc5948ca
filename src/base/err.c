#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool err_set(Err *err, const char *format, ...) {
    if (err != NULL) {
        va_list args;
        va_start(args, format);
        vsnprintf(err->text, sizeof err->text, format, args);
        va_end(args);
    }
    return false;
}

bool err_prefix(Err *err, const char *format, ...) {
    if (err != NULL) {
        char old[sizeof err->text], prefix[256];
        memcpy(old, err->text, sizeof old);
        va_list args;
        va_start(args, format);
        vsnprintf(prefix, sizeof prefix, format, args);
        va_end(args);
        int n = snprintf(err->text, sizeof err->text, "%s: ", prefix);
        snprintf(err->text + n, sizeof err->text - (size_t)n, "%.*s", (int)(sizeof err->text - (size_t)n - 1), old);
    }
    return false;
}
