/* Sends the load of many raw clients and drains their sockets, one millisecond at a time. */

#define _GNU_SOURCE
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>

#include "wire.h"

#define TICK_NS 1000000ull
#define SOUND_NS 20000000ull
#define PICTURE_NS 50000000ull
#define CONSENT_NS 5000000000ull
#define SOUND_STEP 960
#define PICTURE_STEP 4500
#define SOUND_PAYLOAD 100
#define PICTURE_PAYLOAD 940
#define ROOM 2048
#define BURST 16
#define STAMP 12

typedef int (*srtp_call)(void *session, void *packet, int *length);

struct stream {
    uint8_t head[64]; /* RTP header and extension, as the first packet has them */
    uint32_t head_length;
    uint32_t ssrc;
    uint32_t timestamp;
    uint16_t sequence;
    uint16_t picture_id;
    uint32_t key_frame_due;
    uint32_t packets_a_frame;
};

struct leg {
    int32_t fd;
    int32_t verifies;
    void *sending;
    void *receiving;
    uint8_t consent[256];
    uint32_t consent_length;
    uint32_t layers;
    struct stream sound;
    struct stream pictures[2];
    uint64_t sound_due, picture_due, consent_due;
    uint64_t sent, unsent, received, octets, rtcp, other, bad, key_frames_asked;
};

struct pump {
    srtp_call protect, unprotect, unprotect_rtcp;
    struct leg *legs;
    uint32_t leg_count;
    uint32_t delay_count;
    uint32_t delay_room;
    int32_t epoll;
    float *delays_ms;
    float *stalls_ms; /* how late a tick began; same room as the delays */
    uint32_t stall_count;
    int32_t rtx_payload_type;
};

/* ---- sending ---- */

static uint8_t outgoing[BURST][ROOM];
static struct iovec out_parts[BURST];
static struct mmsghdr out_messages[BURST];
static int out_count;

static void flush(struct leg *leg) {
    int done = 0;
    while (done < out_count) {
        int sent = sendmmsg(leg->fd, out_messages + done, (unsigned)(out_count - done), 0);
        if (sent <= 0) {
            leg->unsent += (uint64_t)(out_count - done);
            break;
        }
        done += sent;
        leg->sent += (uint64_t)sent;
    }
    out_count = 0;
}

static void stamp(uint8_t *at) {
    uint64_t now = clock_ns(CLOCK_REALTIME);
    memcpy(at, "QLOD", 4);
    put32(at + 4, (uint32_t)(now >> 32));
    put32(at + 8, (uint32_t)now);
}

/* The next packet of a stream; returns where its payload starts. */
static uint8_t *begin(struct stream *stream, int marker, int payload_length) {
    uint8_t *packet = outgoing[out_count];
    memcpy(packet, stream->head, stream->head_length);
    if (marker) packet[1] |= 0x80;
    put16(packet + 2, stream->sequence++);
    put32(packet + 4, stream->timestamp);
    memset(packet + stream->head_length, 0x55, (size_t)payload_length);
    return packet + stream->head_length;
}

static void finish(struct pump *pump, struct leg *leg, struct stream *stream, int payload_length) {
    uint8_t *packet = outgoing[out_count];
    int length = (int)stream->head_length + payload_length;
    stamp(packet + length - STAMP);
    if (pump->protect(leg->sending, packet, &length)) {
        leg->unsent++;
        return;
    }
    out_parts[out_count].iov_base = packet;
    out_parts[out_count].iov_len = (size_t)length;
    out_messages[out_count].msg_hdr.msg_iov = &out_parts[out_count];
    out_messages[out_count].msg_hdr.msg_iovlen = 1;
    if (++out_count == BURST) flush(leg);
}

static void speak(struct pump *pump, struct leg *leg) {
    leg->sound.timestamp += SOUND_STEP;
    begin(&leg->sound, 0, SOUND_PAYLOAD)[0] = 0x78;
    finish(pump, leg, &leg->sound, SOUND_PAYLOAD);
}

/* RFC 7741: descriptor with a 15 bit picture id, then the frame tag of a key or other frame. */
static void paint(struct pump *pump, struct leg *leg, struct stream *layer) {
    static const uint8_t key_tag[6] = {0x10, 0, 0, 0x9d, 0x01, 0x2a};
    int is_key = layer->key_frame_due != 0;
    layer->key_frame_due = 0;
    layer->timestamp += PICTURE_STEP;
    layer->picture_id++;
    for (uint32_t at = 0; at < layer->packets_a_frame; at++) {
        int is_last = at + 1 == layer->packets_a_frame;
        uint8_t *payload = begin(layer, is_last, PICTURE_PAYLOAD);
        payload[0] = at ? 0x80 : 0x90;
        payload[1] = 0x80;
        put16(payload + 2, (uint16_t)(0x8000 | layer->picture_id));
        if (at == 0) memcpy(payload + 4, key_tag, sizeof key_tag);
        if (at == 0 && !is_key) payload[4] = 0x11;
        finish(pump, leg, layer, PICTURE_PAYLOAD);
    }
}

static void send_due(struct pump *pump, struct leg *leg, uint64_t now) {
    int sends = leg->sound.head_length != 0; /* else it only receives */
    if (sends && leg->sound_due <= now) {
        leg->sound_due += SOUND_NS;
        speak(pump, leg);
    }
    if (sends && leg->picture_due <= now) {
        leg->picture_due += PICTURE_NS;
        for (uint32_t at = 0; at < leg->layers; at++) paint(pump, leg, &leg->pictures[at]);
    }
    flush(leg);
    if (leg->consent_length && leg->consent_due <= now) {
        leg->consent_due += CONSENT_NS;
        (void)!send(leg->fd, leg->consent, leg->consent_length, 0);
    }
}

/* ---- receiving ---- */

static uint8_t incoming[BURST][ROOM];
static uint8_t in_control[BURST][64];
static struct iovec in_parts[BURST];
static struct mmsghdr in_messages[BURST];

static uint64_t arrived_ns(struct msghdr *message) {
    for (struct cmsghdr *at = CMSG_FIRSTHDR(message); at; at = CMSG_NXTHDR(message, at)) {
        if (at->cmsg_level == SOL_SOCKET && at->cmsg_type == SCM_TIMESTAMPNS) {
            struct timespec when;
            memcpy(&when, CMSG_DATA(at), sizeof when);
            return (uint64_t)when.tv_sec * 1000000000ull + (uint64_t)when.tv_nsec;
        }
    }
    return clock_ns(CLOCK_REALTIME);
}

static void verify(struct pump *pump, struct leg *leg, uint8_t *packet, int length, uint64_t at) {
    if (pump->unprotect(leg->receiving, packet, &length)) {
        leg->bad++;
        return;
    }
    const uint8_t *end = packet + length - STAMP;
    if (length < 12 + STAMP || memcmp(end, "QLOD", 4)) return;
    if ((packet[1] & 0x7f) == pump->rtx_payload_type) return; /* sent again: late by design */
    uint64_t sent = (uint64_t)read32(end + 4) << 32 | read32(end + 8);
    if (pump->delay_count < pump->delay_room)
        pump->delays_ms[pump->delay_count++] = (float)((double)(int64_t)(at - sent) / 1e6);
}

static void ask_key_frame(struct leg *leg, uint32_t ssrc) {
    leg->key_frames_asked++;
    for (uint32_t at = 0; at < leg->layers; at++)
        if (leg->pictures[at].ssrc == ssrc) leg->pictures[at].key_frame_due = 1;
}

static void control(struct pump *pump, struct leg *leg, uint8_t *packet, int length) {
    leg->rtcp++;
    if (pump->unprotect_rtcp(leg->receiving, packet, &length)) {
        leg->bad++;
        return;
    }
    for (int at = 0; at + 8 <= length;) {
        int end = at + 4 * (1 + (packet[at + 2] << 8 | packet[at + 3]));
        if (end > length) return;
        if (packet[at + 1] == 206 && (packet[at] & 31) == 1 && end >= at + 12)
            ask_key_frame(leg, read32(packet + at + 8));
        if (packet[at + 1] == 206 && (packet[at] & 31) == 4)
            for (int one = at + 12; one + 8 <= end; one += 8)
                ask_key_frame(leg, read32(packet + one));
        at = end;
    }
}

static void take(struct pump *pump, struct leg *leg, struct mmsghdr *message, uint8_t *packet) {
    int length = (int)message->msg_len;
    if (length < 12 || (packet[0] & 0xc0) != 0x80) {
        leg->other++;
    } else if (packet[1] >= 192 && packet[1] <= 223) {
        control(pump, leg, packet, length);
    } else {
        leg->received++;
        leg->octets += (uint64_t)length;
        if (leg->verifies) verify(pump, leg, packet, length, arrived_ns(&message->msg_hdr));
    }
}

static void drain(struct pump *pump, struct leg *leg) {
    int count;
    do {
        for (int at = 0; at < BURST; at++) {
            struct msghdr *header = &in_messages[at].msg_hdr;
            in_parts[at].iov_base = incoming[at];
            in_parts[at].iov_len = ROOM;
            header->msg_iov = &in_parts[at];
            header->msg_iovlen = 1;
            header->msg_control = leg->verifies ? in_control[at] : NULL;
            header->msg_controllen = leg->verifies ? sizeof in_control[at] : 0;
        }
        count = recvmmsg(leg->fd, in_messages, BURST, MSG_DONTWAIT, NULL);
        for (int at = 0; at < count; at++) take(pump, leg, &in_messages[at], incoming[at]);
    } while (count == BURST);
}

/* ---- the loop ---- */

static void drain_all(struct pump *pump) {
    struct epoll_event ready[256];
    int count = epoll_wait(pump->epoll, ready, 256, 0);
    for (int at = 0; at < count; at++) drain(pump, &pump->legs[ready[at].data.u32]);
}

int pump_open(struct pump *pump) {
    pump->epoll = epoll_create1(EPOLL_CLOEXEC);
    uint64_t now = clock_ns(CLOCK_MONOTONIC);
    for (uint32_t at = 0; at < pump->leg_count; at++) {
        struct leg *leg = &pump->legs[at];
        struct epoll_event wanted = {.events = EPOLLIN, .data.u32 = at};
        if (epoll_ctl(pump->epoll, EPOLL_CTL_ADD, leg->fd, &wanted)) return errno;
        /* Spread over the period by a step that fits no period evenly. */
        leg->sound_due = now + at * 7919371ull % SOUND_NS;
        leg->picture_due = now + at * 17919371ull % PICTURE_NS;
        leg->consent_due = now + at * 179193711ull % CONSENT_NS;
    }
    return 0;
}

/* What was due while nobody ran the pump is not sent late, but never. */
static void skip_past(uint64_t *due, uint64_t period, uint64_t now) {
    if (*due < now) *due += (now - *due + period - 1) / period * period;
}

void pump_run(struct pump *pump, uint64_t duration_ns) {
    uint64_t tick = clock_ns(CLOCK_MONOTONIC), end = tick + duration_ns;
    for (uint32_t at = 0; at < pump->leg_count; at++) {
        skip_past(&pump->legs[at].sound_due, SOUND_NS, tick);
        skip_past(&pump->legs[at].picture_due, PICTURE_NS, tick);
        skip_past(&pump->legs[at].consent_due, CONSENT_NS, tick);
    }
    while (tick < end) {
        uint64_t now = clock_ns(CLOCK_MONOTONIC);
        if (pump->stall_count < pump->delay_room)
            pump->stalls_ms[pump->stall_count++] = now > tick ? (float)(now - tick) / 1e6f : 0;
        for (uint32_t at = 0; at < pump->leg_count; at++) send_due(pump, &pump->legs[at], now);
        drain_all(pump);
        now = clock_ns(CLOCK_MONOTONIC);
        tick = tick + TICK_NS > now ? tick + TICK_NS : now;
        struct timespec until = {(time_t)(tick / 1000000000ull), (long)(tick % 1000000000ull)};
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
    }
}
