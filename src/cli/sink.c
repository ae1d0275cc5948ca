#include "cli/sink.h"

#include <errno.h>
#include <unistd.h>

#include "cli/command.h"

enum { LARGE = 256 * 1024 };

void sink_open(Sink *sink) {
    *sink = (Sink){0};
    buf_init(&sink->out, &sink->arena);
}

static void put(Sink *sink) {
    const char *at = sink->out.at;
    size_t n = sink->out.n;
    while (n > 0 && !sink->broken) {
        ssize_t done = write(STDOUT_FILENO, at, n);
        if (done < 0 && errno != EINTR) {
            sink->broken = true;
            sink->why = errno;
        }
        at += done > 0 ? done : 0;
        n -= done > 0 ? (size_t)done : 0;
    }
    arena_reset(&sink->arena);
    buf_init(&sink->out, &sink->arena);
}

bool sink_flush(Sink *sink) {
    if (sink->arena.used >= LARGE) {
        put(sink);
    }
    return !sink->broken;
}

int sink_close(Sink *sink, int status) {
    put(sink);
    arena_release(&sink->arena);
    if (sink->broken && sink->why != EPIPE) {
        say("the output cannot be written: %s", strerror(sink->why));
        return EXIT_OUTPUT;
    }
    return status;
}
