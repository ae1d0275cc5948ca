#include "cli/terminal.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

const char *counted(Arena *arena, int64_t n, const char *one) {
    return arena_printf(arena, "%lld %s%s", (long long)n, one, n == 1 ? "" : "s");
}

Look terminal_look(void) {
    Look look = {0};
    const char *plain = getenv("NO_COLOR"), *term = getenv("TERM"), *columns = getenv("COLUMNS");
    struct winsize size;
    if (isatty(STDOUT_FILENO)) {
        look.colour = (plain == NULL || *plain == '\0') && !(term != NULL && strcmp(term, "dumb") == 0);
        look.width = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
    }
    if (columns != NULL && atoi(columns) > 0) {
        look.width = atoi(columns);
    }
    return look;
}
