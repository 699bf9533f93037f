// SPDX-License-Identifier: Apache-2.0
//
// Forks one child per picture, waits for it or kills it, and says how it ended. The zygote never reads a byte of a
// picture or of a result: the more boring it is, the better it can be believed.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "confine.h"
#include "confinement.h"
#include "zygote_isolation.h"

enum { INPUT_SEALS = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW, MOST_DESCRIPTORS = 4 };

/// How far a child came before it gave control to the decoder. Shared with the child, which unmaps it before it looks
/// at the input: a subverted decoder cannot write here, so the zygote may believe it.
struct start_report {
    uint32_t started;
    uint32_t layers;
    int32_t error;
};

struct zygote {
    const struct zygote_configuration *configuration;
    uint8_t *result;
    size_t result_bytes;
    uint64_t own_address_space;
    /// Part of it that the next child does not inherit.
    uint64_t left_out;
    int landlock_ruleset;
    pid_t pid;
    struct start_report *report;
    struct decoder_hello hello;
};

enum child_task { TASK_DECODE, TASK_PROBE, TASK_NOTHING };

struct message {
    struct decoder_request request;
    ssize_t bytes;
    int descriptors[MOST_DESCRIPTORS];
    size_t descriptor_count;
    bool truncated;
};

static uint64_t microseconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000u + (uint64_t)now.tv_nsec / 1000u;
}

static uint64_t saturating_sum(uint64_t left, uint64_t right) {
    uint64_t sum;
    return __builtin_add_overflow(left, right, &sum) ? UINT64_MAX : sum;
}

// MARK: - The child

/// The result area is part of what the zygote already maps. The pixels that a codec has to hold all at once are allowed on
/// top of its memory, three bytes each, four where alpha is wanted: how many there may be is another limit.
static uint64_t address_space(const struct zygote *zygote, const struct decoder_request *request) {
    const uint64_t each = (request->wish.reading & DECODER_READ_STEALTH) != 0 ? 4 : 3;
    const uint64_t most = request->limits.max_pixels;
    const uint64_t pixels = most < UINT64_MAX / each ? most * each : UINT64_MAX;
    return saturating_sum(saturating_sum(zygote->own_address_space - zygote->left_out, request->input_bytes),
                          saturating_sum(request->limits.max_memory, pixels));
}

/// Never returns, never execs.
static _Noreturn void run_child(const struct zygote *zygote, enum child_task task, const struct decoder_request *request,
                                int input) {
    static const uint8_t nothing[1];
    struct confined_task picture = {
        .input = nothing,
        .input_bytes = (size_t)request->input_bytes,
        .result = zygote->result,
        .result_bytes = zygote->result_bytes,
        .wish = request->wish,
        .limits = request->limits,
    };
    if (task == TASK_DECODE && picture.input_bytes > 0) {
        void *mapping = mmap(NULL, picture.input_bytes, PROT_READ, MAP_SHARED, input, 0);
        if (mapping == MAP_FAILED) {
            zygote->report->error = errno;
            _exit(1);
        }
        picture.input = mapping;
    }
    const struct confinement_plan plan = {
        .landlock_ruleset = zygote->landlock_ruleset,
        .address_space = address_space(zygote, request),
        .cpu_seconds = request->limits.cpu_seconds,
        .zygote = zygote->pid,
        .insecure = zygote->configuration->insecure,
    };
    const struct confinement_status status = confine(&plan);
    zygote->report->layers = status.layers;
    zygote->report->error = status.error;
    zygote->report->started = status.error == 0;
    if (status.error != 0) _exit(1);
    if (munmap(zygote->report, sizeof *zygote->report) != 0) _exit(1);

    if (task == TASK_PROBE) {
        syscall(__NR_openat, AT_FDCWD, "/", O_RDONLY);
    } else if (task == TASK_DECODE) {
        zygote->configuration->decode(&picture);
    }
    _exit(0);
}

// MARK: - Waiting for it

/// Waits until the child ends. Kills it at the limit, or when the client has gone: nobody wants the answer then.
static bool wait_until_ended(int pidfd, uint32_t wall_milliseconds) {
    const uint64_t deadline = microseconds_now() + (uint64_t)wall_milliseconds * 1000u;
    for (;;) {
        const uint64_t now = microseconds_now();
        const uint64_t left = now >= deadline ? 0 : (deadline - now + 999u) / 1000u;
        struct pollfd watched[2] = {
            {.fd = pidfd, .events = POLLIN},
            {.fd = DECODER_SOCKET_FD, .events = 0},  // hang-up is always reported
        };
        const int ready = poll(watched, 2, left > INT_MAX ? INT_MAX : (int)left);
        if (ready < 0 && errno == EINTR) continue;
        if (watched[0].revents != 0) return true;
        if (ready <= 0 || watched[1].revents != 0) return false;
    }
}

static struct decoder_reply not_started(int error) {
    return (struct decoder_reply){
        .version = DECODER_WIRE_VERSION, .ending = DECODER_NOT_STARTED, .error_number = error};
}

static struct decoder_reply run_to_its_end(struct zygote *zygote, enum child_task task,
                                           const struct decoder_request *request, int input) {
    // Nothing of the last picture's result may be mistaken for this one's.
    memset(zygote->result, 0, sizeof(struct decoder_result));
    *zygote->report = (struct start_report){0, 0, 0};

    const uint64_t began = microseconds_now();
    if (zygote->configuration->prepare != NULL) {
        zygote->left_out = zygote->configuration->prepare(task == TASK_DECODE ? request->wish.expected_format : 0);
    }
    const pid_t child = fork();
    if (child < 0) return not_started(errno);
    if (child == 0) run_child(zygote, task, request, input);

    bool in_time = false;
    int error = 0;
    const int pidfd = (int)syscall(__NR_pidfd_open, child, 0);
    if (pidfd >= 0) {
        in_time = wait_until_ended(pidfd, request->limits.wall_milliseconds);
        close(pidfd);
    } else {
        // Without a clock on it the child must not run.
        error = errno;
    }
    if (!in_time) kill(child, SIGKILL);

    int status = 0;
    struct rusage usage;
    memset(&usage, 0, sizeof usage);
    pid_t ended;
    do {
        ended = wait4(child, &status, 0, &usage);
    } while (ended < 0 && errno == EINTR);
    if (ended < 0) return not_started(errno);
    if (error != 0) return not_started(error);

    struct decoder_reply reply = {
        .version = DECODER_WIRE_VERSION,
        .cpu_microseconds = (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000u +
                            (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec),
        .wall_microseconds = microseconds_now() - began,
        .peak_resident_kibibytes = (uint64_t)usage.ru_maxrss,
    };
    if (!in_time) {
        reply.ending = DECODER_TIMED_OUT;
        reply.exit_status = SIGKILL;
    } else if (!zygote->report->started) {
        reply.ending = DECODER_NOT_STARTED;
        reply.error_number = zygote->report->error != 0 ? zygote->report->error : ECHILD;
    } else if (WIFSIGNALED(status)) {
        reply.ending = DECODER_KILLED_BY_SIGNAL;
        reply.exit_status = WTERMSIG(status);
    } else {
        reply.ending = DECODER_EXITED;
        reply.exit_status = WEXITSTATUS(status);
    }
    return reply;
}

// MARK: - Requests

/// Returns false when the client has closed its end.
static bool receive(struct message *message) {
    memset(message, 0, sizeof *message);
    union {
        char bytes[CMSG_SPACE(sizeof(int) * MOST_DESCRIPTORS)];
        struct cmsghdr alignment;
    } control;
    struct iovec body = {.iov_base = &message->request, .iov_len = sizeof message->request};
    struct msghdr header = {
        .msg_iov = &body, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    do {
        message->bytes = recvmsg(DECODER_SOCKET_FD, &header, MSG_CMSG_CLOEXEC);
    } while (message->bytes < 0 && errno == EINTR);
    if (message->bytes <= 0) return false;
    message->truncated = (header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0;
    for (struct cmsghdr *part = CMSG_FIRSTHDR(&header); part != NULL; part = CMSG_NXTHDR(&header, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
        const size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t index = 0; index < count && message->descriptor_count < MOST_DESCRIPTORS; index++) {
            memcpy(&message->descriptors[message->descriptor_count++], CMSG_DATA(part) + index * sizeof(int), sizeof(int));
        }
    }
    return true;
}

static bool is_well_formed(const struct zygote *zygote, const struct message *message) {
    const struct decoder_request *request = &message->request;
    if (message->truncated || message->bytes != (ssize_t)sizeof *request) return false;
    if (request->version != DECODER_WIRE_VERSION) return false;
    switch (request->operation) {
        case DECODER_HELLO:
        case DECODER_PROBE: return message->descriptor_count == 0;
        case DECODER_DECODE: break;
        default: return false;
    }
    if (message->descriptor_count != 1) return false;
    if (request->limits.max_pixels > zygote->result_bytes ||
        DECODER_RESULT_BYTES(request->limits.max_pixels) > zygote->result_bytes) {
        return false;
    }
    // Without the seals another process could change the picture while it is decoded, or cut it to raise SIGBUS.
    const int seals = fcntl(message->descriptors[0], F_GET_SEALS);
    if (seals < 0 || (seals & INPUT_SEALS) != INPUT_SEALS) return false;
    struct stat input;
    if (fstat(message->descriptors[0], &input) != 0 || input.st_size < 0) return false;
    return (uint64_t)input.st_size == request->input_bytes && request->input_bytes <= SIZE_MAX;
}

static bool answer(const void *bytes, size_t count) {
    ssize_t sent;
    do {
        sent = send(DECODER_SOCKET_FD, bytes, count, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent == (ssize_t)count;
}

static bool handle(struct zygote *zygote, const struct message *message) {
    if (!is_well_formed(zygote, message)) {
        const struct decoder_reply reply = not_started(EPROTO);
        return answer(&reply, sizeof reply);
    }
    if (message->request.operation == DECODER_HELLO) return answer(&zygote->hello, sizeof zygote->hello);
    const bool probe = message->request.operation == DECODER_PROBE;
    const struct decoder_reply reply = run_to_its_end(zygote, probe ? TASK_PROBE : TASK_DECODE, &message->request,
                                                      probe ? -1 : message->descriptors[0]);
    return answer(&reply, sizeof reply);
}

// MARK: - Setting up

/// The zygote lives until its client closes the socket, so that a server told to stop can finish what it has begun.
static void set_signal_dispositions(void) {
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);  // SIGCHLD above all: ignored, it eats wait4
    signal(SIGPIPE, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/// What this process maps: libraries, heap and the result area. Every child starts with as much.
static uint64_t mapped_bytes(size_t result_bytes) {
    enum { GUESS_WITHOUT_PROC = 256 << 20 };
    unsigned long long pages = 0;
    FILE *statm = fopen("/proc/self/statm", "re");
    if (statm != NULL) {
        if (fscanf(statm, "%llu", &pages) != 1) pages = 0;
        fclose(statm);
    }
    if (pages == 0) return saturating_sum(result_bytes, GUESS_WITHOUT_PROC);
    return (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

static bool map_result_area(struct zygote *zygote) {
    struct stat area;
    if (fstat(DECODER_RESULT_FD, &area) != 0 || area.st_size < (off_t)DECODER_PIXELS_OFFSET) return false;
    void *mapping = mmap(NULL, (size_t)area.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, DECODER_RESULT_FD, 0);
    if (mapping == MAP_FAILED) return false;
    zygote->result = mapping;
    zygote->result_bytes = (size_t)area.st_size;
    return true;
}

/// Confines one child for nothing, to report layers that were seen to work rather than layers that were hoped for.
static uint32_t measure_layers(struct zygote *zygote) {
    const struct decoder_request trial = {
        .limits = {.max_memory = (uint64_t)1 << 28, .wall_milliseconds = 5000, .cpu_seconds = 1}};
    const struct decoder_reply reply = run_to_its_end(zygote, TASK_NOTHING, &trial, -1);
    return reply.ending == DECODER_EXITED && reply.exit_status == 0 ? zygote->report->layers : 0;
}

int zygote_serve(const struct zygote_configuration *configuration) {
    set_signal_dispositions();
    struct zygote zygote = {.configuration = configuration, .pid = getpid()};
    if (!map_result_area(&zygote)) return 1;
    void *report = mmap(NULL, sizeof *zygote.report, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (report == MAP_FAILED) return 1;
    zygote.report = report;
    zygote.own_address_space = mapped_bytes(zygote.result_bytes);  // before the file system goes away
    const uint32_t isolation = zygote_isolate();
    zygote.landlock_ruleset = configuration->insecure ? -1 : landlock_deny_all_ruleset();

    zygote.hello = (struct decoder_hello){
        .version = DECODER_WIRE_VERSION,
        .landlock_abi = configuration->insecure ? 0 : landlock_abi(),
        .codec_count = configuration->codec_count,
    };
    memcpy(zygote.hello.codecs, configuration->codecs, sizeof zygote.hello.codecs);
    // What only the zygote can have comes from it; what must hold in the children is what a child has shown.
    const uint32_t of_the_zygote = DECODER_USER_NAMESPACE | DECODER_NETWORK_NAMESPACE | DECODER_UNPRIVILEGED_USER;
    zygote.hello.confinement = (isolation & of_the_zygote) | measure_layers(&zygote);

    struct message message;
    bool connected = true;
    while (connected && receive(&message)) {
        connected = handle(&zygote, &message);
        for (size_t index = 0; index < message.descriptor_count; index++) close(message.descriptors[index]);
    }
    return 0;
}
