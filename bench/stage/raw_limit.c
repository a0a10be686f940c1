/* The least that any forwarder must do on this machine for one packet: encrypt it and send it. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BATCH 64
#define ROOM 2048
#define HEAD 20 /* RTP header and a one-word extension with the MID */

typedef int (*srtp_call)(void *session, void *packet, int *length);

static uint8_t cells[BATCH][ROOM];
static struct iovec parts[BATCH];
static struct mmsghdr messages[BATCH];
static uint8_t source[ROOM];

static double cpu_seconds(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static double wall_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* As the profile has it: 150 sound packets of 100 bytes to 160 picture packets of 940. */
static int payload_length(uint64_t number) { return number % 31 < 15 ? 100 : 940; }

/* Copy a packet, give it its own number, encrypt it for one peer, put it into the batch. */
static int fill(srtp_call protect, void *session, struct sockaddr_in *peer, int slot,
                uint64_t number, uint16_t sequence) {
    uint8_t *cell = cells[slot];
    int length = HEAD + payload_length(number);
    memcpy(cell, source, (size_t)length);
    cell[2] = (uint8_t)(sequence >> 8);
    cell[3] = (uint8_t)sequence;
    int failed = protect(session, cell, &length);
    parts[slot].iov_base = cell;
    parts[slot].iov_len = (size_t)length;
    messages[slot].msg_hdr = (struct msghdr){
        .msg_name = peer, .msg_namelen = sizeof *peer, .msg_iov = &parts[slot], .msg_iovlen = 1};
    return failed;
}

static uint64_t number;

/* Encrypt and send so many packets to the peers in turn. Not zero: something failed. */
static int send_some(srtp_call protect, int fd, void **sessions, struct sockaddr_in *peers,
                     uint32_t count, int many) {
    for (int slot = 0; slot < many; slot++, number++) {
        uint32_t peer = (uint32_t)(number % count);
        uint16_t sequence = (uint16_t)(number / count);
        if (fill(protect, sessions[peer], &peers[peer], slot, number, sequence)) return -1;
    }
    for (int done = 0; done < many;) {
        int sent = sendmmsg(fd, messages + done, (unsigned)(many - done), 0);
        if (sent <= 0) return -1;
        done += sent;
    }
    return 0;
}

static void sleep_until(double moment) {
    double seconds = moment - wall_seconds();
    if (seconds <= 0) return;
    struct timespec pause = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
    nanosleep(&pause, NULL);
}

/* Microseconds of CPU for one packet at this rate (a second; 0: as fast as it goes), one burst a
   millisecond. Negative: something failed. `sent` gets the number of packets. */
double raw_limit(srtp_call protect, int fd, void **sessions, struct sockaddr_in *peers,
                 uint32_t count, double seconds, double rate, uint64_t *sent) {
    static const uint8_t head[HEAD] = {0x90, 111, 0, 0, 0, 0,    0,    1, 0, 0,
                                       0,    1,   0xbe, 0xde, 0, 1, 0x10, 'a', 0, 0};
    number = 0;
    memcpy(source, head, sizeof head);
    double start = wall_seconds(), before = cpu_seconds();
    for (double now = start; now < start + seconds; now = wall_seconds()) {
        double owed = rate > 0 ? (now - start) * rate - (double)number : BATCH;
        for (; owed >= 1; owed -= BATCH)
            if (send_some(protect, fd, sessions, peers, count, owed < BATCH ? (int)owed : BATCH))
                return -1;
        if (rate > 0) sleep_until(now + 0.001);
    }
    *sent = number;
    return (cpu_seconds() - before) * 1e6 / (double)number;
}

static uint64_t empty(int fd) {
    uint64_t taken = 0;
    int got;
    do {
        got = recvmmsg(fd, messages, BATCH, MSG_DONTWAIT, NULL);
        if (got > 0) taken += (uint64_t)got;
    } while (got == BATCH);
    return taken;
}

/* The other side: read everything that comes, once a millisecond, as the load clients do. */
uint64_t drain(int32_t *sockets, uint32_t count, double seconds) {
    uint64_t taken = 0;
    for (int slot = 0; slot < BATCH; slot++) {
        parts[slot].iov_base = cells[slot];
        parts[slot].iov_len = ROOM;
        messages[slot].msg_hdr.msg_iov = &parts[slot];
        messages[slot].msg_hdr.msg_iovlen = 1;
    }
    int watch = epoll_create1(EPOLL_CLOEXEC);
    for (uint32_t at = 0; at < count; at++) {
        struct epoll_event wanted = {.events = EPOLLIN, .data.u32 = at};
        epoll_ctl(watch, EPOLL_CTL_ADD, sockets[at], &wanted);
    }
    double end = wall_seconds() + seconds;
    while (wall_seconds() < end) {
        struct epoll_event ready[BATCH];
        int many;
        do {
            many = epoll_wait(watch, ready, BATCH, 0);
            for (int at = 0; at < many; at++) taken += empty(sockets[ready[at].data.u32]);
        } while (many == BATCH);
        struct timespec pause = {0, 1000000};
        nanosleep(&pause, NULL);
    }
    close(watch);
    return taken;
}
