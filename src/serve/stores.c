#include "serve/stores.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { NAME_MAX_BYTES = 40, LOOK_NANOSECONDS = 200000000 };

typedef struct Slot {
    Store *store;
    bool taken;
    char name[NAME_MAX_BYTES + 1];
    int socket; /* 0 none */
    time_t since;
} Slot;

struct Stores {
    const char *path;
    pthread_mutex_t lock;
    pthread_cond_t free, stop;
    pthread_t watch;
    bool watching, stopping;
    Slot slots[STORES_MAX];
};

static struct timespec in_future(time_t seconds, long nanoseconds) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_nsec += nanoseconds;
    t.tv_sec += seconds + t.tv_nsec / 1000000000;
    t.tv_nsec %= 1000000000;
    return t;
}

/* Closed, or at least done with sending: browsers close when a question is not wanted any more. */
static bool has_gone(int socket) {
    struct pollfd p = {.fd = socket, .events = POLLRDHUP};
    return socket > 0 && poll(&p, 1, 0) == 1 && (p.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

/* Ends what runs too long, and what nobody waits for. */
static void *watch(void *data) {
    Stores *s = data;
    pthread_mutex_lock(&s->lock);
    while (!s->stopping) {
        struct timespec until = in_future(0, LOOK_NANOSECONDS);
        pthread_cond_timedwait(&s->stop, &s->lock, &until);
        time_t now = time(NULL);
        for (int i = 0; i < STORES_MAX; i++) {
            Slot *slot = &s->slots[i];
            if (slot->taken && (now - slot->since > STORES_SECONDS || has_gone(slot->socket))) {
                store_cancel(slot->store);
            }
        }
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

Stores *stores_open(const char *path, Err *err) {
    Stores *s = calloc(1, sizeof *s);
    if (s == NULL) {
        err_set(err, "out of memory while the stores were opened");
        return NULL;
    }
    s->path = path;
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->free, NULL);
    pthread_cond_init(&s->stop, NULL);
    s->slots[0].store = store_open(path, STORE_READ, err);
    s->watching = s->slots[0].store != NULL && pthread_create(&s->watch, NULL, watch, s) == 0;
    if (!s->watching) {
        if (s->slots[0].store != NULL) {
            err_set(err, "no thread could be started");
        }
        stores_close(s);
        return NULL;
    }
    return s;
}

void stores_close(Stores *s) {
    if (s == NULL) {
        return;
    }
    if (s->watching) {
        pthread_mutex_lock(&s->lock);
        s->stopping = true;
        pthread_cond_signal(&s->stop);
        pthread_mutex_unlock(&s->lock);
        pthread_join(s->watch, NULL);
    }
    for (int i = 0; i < STORES_MAX; i++) {
        store_close(s->slots[i].store);
    }
    pthread_cond_destroy(&s->stop);
    pthread_cond_destroy(&s->free);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

/* An open one that is free, else an empty place; NULL: all are taken. */
static Slot *free_slot(Stores *s) {
    Slot *empty = NULL;
    for (int i = 0; i < STORES_MAX; i++) {
        if (!s->slots[i].taken && s->slots[i].store != NULL) {
            return &s->slots[i];
        }
        empty = empty == NULL && !s->slots[i].taken ? &s->slots[i] : empty;
    }
    return empty;
}

/* With the lock held. */
static Slot *wait_for_slot(Stores *s) {
    struct timespec until = in_future(STORES_SECONDS, 0);
    Slot *slot;
    while ((slot = free_slot(s)) == NULL && pthread_cond_timedwait(&s->free, &s->lock, &until) != ETIMEDOUT) {
    }
    return slot;
}

Store *stores_take(Stores *s, Str name, int socket, Err *err) {
    Store *store = NULL;
    pthread_mutex_lock(&s->lock);
    Slot *slot = wait_for_slot(s);
    if (slot == NULL) {
        err_set(err, "too much is asked at once; try again in a moment");
    } else {
        slot->store = slot->store != NULL ? slot->store : store_open(s->path, STORE_READ, err);
        store = slot->store;
    }
    if (store != NULL) {
        uint32_t n = name.n < NAME_MAX_BYTES ? name.n : NAME_MAX_BYTES;
        memcpy(slot->name, n > 0 ? name.at : "", n);
        slot->name[n] = '\0';
        slot->since = time(NULL);
        slot->socket = socket;
        slot->taken = true;
    }
    pthread_mutex_unlock(&s->lock);
    return store;
}

void stores_give(Stores *s, Store *store) {
    pthread_mutex_lock(&s->lock);
    for (int i = 0; i < STORES_MAX; i++) {
        if (s->slots[i].store == store) {
            s->slots[i].taken = false;
            store_resume(store);
        }
    }
    pthread_cond_signal(&s->free);
    pthread_mutex_unlock(&s->lock);
}

int stores_cancel(Stores *s, Str name) {
    int n = 0;
    pthread_mutex_lock(&s->lock);
    for (int i = 0; i < STORES_MAX && name.n > 0; i++) {
        if (s->slots[i].taken && str_is(name, s->slots[i].name)) {
            store_cancel(s->slots[i].store);
            n++;
        }
    }
    pthread_mutex_unlock(&s->lock);
    return n;
}
