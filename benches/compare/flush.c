/* A disk whose flush takes FLUSH_MS longer: many server disks acknowledge only what is on the medium,
   while the disks of virtual machines often answer from a cache. For LD_PRELOAD. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static void wait_a_flush(void)
{
    static long nanos = -1;
    if (nanos < 0) {
        const char *ms = getenv("FLUSH_MS");
        nanos = ms ? (long)(atof(ms) * 1e6) : 0;
    }
    struct timespec t = { nanos / 1000000000L, nanos % 1000000000L };
    nanosleep(&t, NULL);
}

int fsync(int fd)
{
    static int (*real)(int);
    if (!real)
        real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    int done = real(fd);
    wait_a_flush();
    return done;
}

int fdatasync(int fd)
{
    static int (*real)(int);
    if (!real)
        real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    int done = real(fd);
    wait_a_flush();
    return done;
}
