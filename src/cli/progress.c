#include "cli/progress.h"

#include <stdio.h>
#include <unistd.h>

enum { BAR = 24 };

static double since(const struct timespec *then, const struct timespec *now) {
    return (double)(now->tv_sec - then->tv_sec) + (double)(now->tv_nsec - then->tv_nsec) / 1e9;
}

void progress_begin(Progress *p, bool quiet) {
    *p = (Progress){.on = !quiet && isatty(STDERR_FILENO)};
    clock_gettime(CLOCK_MONOTONIC, &p->begun);
    p->last = p->begun;
}

void progress_show(Progress *p, uint64_t done, uint64_t total, uint64_t count, uint64_t failed, const char *what) {
    struct timespec now;
    if (!p->on) {
        return;
    }
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (since(&p->last, &now) < 0.2) {
        return;
    }
    p->last = now;
    double share = total > 0 ? (double)done / (double)total : 0, seconds = since(&p->begun, &now);
    char bar[BAR + 1], left[32] = "";
    for (int i = 0; i < BAR; i++) {
        bar[i] = (double)i < share * BAR ? '#' : '.';
    }
    bar[BAR] = '\0';
    if (share > 0.005) {
        unsigned rest = (unsigned)(seconds / share - seconds);
        rest < 3600 ? snprintf(left, sizeof left, "  %u:%02u left", rest / 60, rest % 60)
                    : snprintf(left, sizeof left, "  %u h %02u min left", rest / 3600, rest / 60 % 60);
    }
    fprintf(stderr, "\r\033[K[%s] %3.0f%%  %llu %s  %.0f/s", bar, share * 100, (unsigned long long)count, what,
            (double)count / seconds);
    if (failed > 0) {
        fprintf(stderr, "  %llu failed", (unsigned long long)failed);
    }
    fputs(left, stderr);
    p->shown = true;
}

void progress_clear(Progress *p) {
    if (p->shown) {
        fputs("\r\033[K", stderr);
        p->shown = false;
    }
}
