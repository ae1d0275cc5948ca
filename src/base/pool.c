#include "base/pool.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

enum { DEPTH = 4 }; /* items in the ring for each worker */

typedef enum ItemState { ITEM_FREE, ITEM_GIVEN, ITEM_DONE } ItemState;

typedef struct Pool {
    const PoolTask *task;
    unsigned jobs, size; /* of the ring */
    char *items;
    ItemState *states;
    size_t given, begun, taken; /* counts of items; item i lives in place i % size */
    bool no_more, stop;
    pthread_mutex_t lock;
    pthread_cond_t room, input, output;
} Pool;

typedef struct Worker {
    Pool *pool;
    unsigned number;
    pthread_t thread;
} Worker;

static void *item(const Pool *p, size_t i) {
    return p->items + i % p->size * p->task->item_size;
}

static void *work(void *argument) {
    Worker *w = argument;
    Pool *p = w->pool;
    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (p->begun == p->given && !p->no_more) {
            pthread_cond_wait(&p->input, &p->lock);
        }
        if (p->begun == p->given || p->stop) {
            break;
        }
        size_t i = p->begun++;
        pthread_mutex_unlock(&p->lock);
        p->task->work(p->task->context, w->number, item(p, i));
        pthread_mutex_lock(&p->lock);
        p->states[i % p->size] = ITEM_DONE;
        if (i == p->taken) {
            pthread_cond_signal(&p->output);
        }
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

static void *take(void *argument) {
    Pool *p = argument;
    pthread_mutex_lock(&p->lock);
    while (!p->stop) {
        while (!(p->taken < p->given && p->states[p->taken % p->size] == ITEM_DONE) &&
               !(p->no_more && p->taken == p->given)) {
            pthread_cond_wait(&p->output, &p->lock);
        }
        if (p->taken == p->given) {
            break;
        }
        size_t i = p->taken;
        pthread_mutex_unlock(&p->lock);
        bool go_on = p->task->take(p->task->context, item(p, i));
        pthread_mutex_lock(&p->lock);
        p->states[i % p->size] = ITEM_FREE;
        p->taken++;
        p->stop = !go_on;
        pthread_cond_signal(&p->room);
    }
    pthread_cond_broadcast(&p->input);
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

static void give(Pool *p) {
    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (p->given - p->taken == p->size && !p->stop) {
            pthread_cond_wait(&p->room, &p->lock);
        }
        if (p->stop) {
            break;
        }
        pthread_mutex_unlock(&p->lock);
        bool more = p->task->give(p->task->context, item(p, p->given));
        pthread_mutex_lock(&p->lock);
        if (!more) {
            break;
        }
        p->states[p->given % p->size] = ITEM_GIVEN;
        p->given++;
        pthread_cond_signal(&p->input);
    }
    p->no_more = true;
    pthread_cond_broadcast(&p->input);
    pthread_cond_signal(&p->output);
    pthread_mutex_unlock(&p->lock);
}

static void *cleared(size_t n, size_t size) {
    void *p = calloc(n, size);
    if (p == NULL) {
        fprintf(stderr, "demarche: out of memory (%zu bytes asked for)\n", n * size);
        abort();
    }
    return p;
}

static void run_threads(Pool *p) {
    Worker *workers = cleared(p->jobs, sizeof *workers);
    pthread_t taker;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->room, NULL);
    pthread_cond_init(&p->input, NULL);
    pthread_cond_init(&p->output, NULL);
    /* Signals go to the caller's thread, which may wait for input that an interrupt should end. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    unsigned started = 0;
    for (; started < p->jobs; started++) {
        workers[started] = (Worker){.pool = p, .number = started};
        if (pthread_create(&workers[started].thread, NULL, work, &workers[started]) != 0) {
            break;
        }
    }
    if (started == 0 || pthread_create(&taker, NULL, take, p) != 0) {
        fprintf(stderr, "demarche: the system gives no threads; try --jobs 1\n");
        abort();
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    give(p);
    pthread_join(taker, NULL);
    for (unsigned i = 0; i < started; i++) {
        pthread_join(workers[i].thread, NULL);
    }
    pthread_cond_destroy(&p->output);
    pthread_cond_destroy(&p->input);
    pthread_cond_destroy(&p->room);
    pthread_mutex_destroy(&p->lock);
    free(workers);
}

void pool_run(const PoolTask *task, unsigned jobs) {
    Pool p = {.task = task, .jobs = jobs, .size = jobs > 1 ? jobs * DEPTH : 1};
    p.items = cleared(p.size, task->item_size);
    if (jobs <= 1) {
        while (task->give(task->context, p.items)) {
            task->work(task->context, 0, p.items);
            if (!task->take(task->context, p.items)) {
                break;
            }
        }
    } else {
        p.states = cleared(p.size, sizeof *p.states);
        run_threads(&p);
    }
    for (unsigned i = 0; i < p.size && task->release != NULL; i++) {
        task->release(task->context, item(&p, i));
    }
    free(p.states);
    free(p.items);
}

unsigned pool_processors(void) {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0) {
        return 1;
    }
    int n = CPU_COUNT(&set);
    return n > 0 ? (unsigned)n : 1;
}
