#include "serve/patience.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

struct Visit {
    int socket; /* −1: a free place */
    time_t until;
};

struct Patience {
    pthread_mutex_t lock;
    pthread_cond_t stop;
    pthread_t watch;
    bool stopping;
    unsigned n;
    Visit visits[];
};

static time_t seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

/* Looks once a second.  A socket that is shut wakes the thread that reads it, which then closes it. */
static void *watch(void *data) {
    Patience *p = data;
    pthread_mutex_lock(&p->lock);
    while (!p->stopping) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec++;
        pthread_cond_timedwait(&p->stop, &p->lock, &until);
        time_t now = seconds_now();
        for (unsigned i = 0; i < p->n; i++) {
            Visit *v = &p->visits[i];
            if (v->socket >= 0 && v->until != 0 && now > v->until) {
                shutdown(v->socket, SHUT_RDWR);
                v->until = 0;
            }
        }
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

Patience *patience_open(unsigned visits, Err *err) {
    Patience *p = calloc(1, sizeof *p + visits * sizeof *p->visits);
    if (p == NULL) {
        err_set(err, "out of memory while the server was started");
        return NULL;
    }
    p->n = visits;
    for (unsigned i = 0; i < visits; i++) {
        p->visits[i].socket = -1;
    }
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->stop, NULL);
    if (pthread_create(&p->watch, NULL, watch, p) != 0) {
        err_set(err, "no thread could be started");
        free(p);
        return NULL;
    }
    return p;
}

void patience_close(Patience *p) {
    if (p == NULL) {
        return;
    }
    pthread_mutex_lock(&p->lock);
    p->stopping = true;
    pthread_cond_signal(&p->stop);
    pthread_mutex_unlock(&p->lock);
    pthread_join(p->watch, NULL);
    pthread_cond_destroy(&p->stop);
    pthread_mutex_destroy(&p->lock);
    free(p);
}

Visit *patience_begin(Patience *p, int socket) {
    Visit *free_place = NULL;
    pthread_mutex_lock(&p->lock);
    for (unsigned i = 0; i < p->n && free_place == NULL; i++) {
        free_place = p->visits[i].socket < 0 ? &p->visits[i] : NULL;
    }
    if (free_place != NULL) {
        *free_place = (Visit){.socket = socket};
    }
    pthread_mutex_unlock(&p->lock);
    return free_place;
}

void patience_allow(Patience *p, Visit *visit, int seconds) {
    if (visit != NULL) {
        pthread_mutex_lock(&p->lock);
        visit->until = seconds > 0 ? seconds_now() + seconds : 0;
        pthread_mutex_unlock(&p->lock);
    }
}

void patience_end(Patience *p, Visit *visit) {
    if (visit != NULL) {
        pthread_mutex_lock(&p->lock);
        visit->socket = -1;
        pthread_mutex_unlock(&p->lock);
    }
}
