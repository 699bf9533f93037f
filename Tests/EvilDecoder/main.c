// SPDX-License-Identifier: Apache-2.0
//
// The decoder with one codec too many: a file "EVIL" plus one byte makes the confined child behave as if an exploit had
// taken it over. For tests of the confinement and of the client only; never installed.
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "confinement.h"
#include "image_codecs.h"

/// Known before the fork, so that the attacks on it do not die of asking for it.
static pid_t zygote;

enum attack {
    ATTACK_OPEN_FILE,
    ATTACK_OPEN_SOCKET,
    ATTACK_FORK,
    ATTACK_EXECUTE,
    ATTACK_READ_PARENT,
    ATTACK_KILL_PARENT,
    ATTACK_MAP_EXECUTABLE,
    ATTACK_MAKE_EXECUTABLE,
    ATTACK_EXHAUST_MEMORY,
    ATTACK_LOOP,
    ATTACK_FORGE_FRAMES,
    ATTACK_FORGE_SIZES,
    ATTACK_CLAIM_THEN_CRASH,
    ATTACK_FILL_AREA,
    ATTACK_OTHER_CALL_NUMBERS,
    ATTACK_OTHER_ARCHITECTURE,
    ATTACK_MAP_DESCRIPTOR,
    ATTACK_FORGE_CANVAS,
    ATTACK_FORGE_BLOCK,
    ATTACK_FORGE_COLORS,
    ATTACK_FORGE_NO_MEANS,
    ATTACK_FORGE_MEANS_PLACE,
    ATTACK_FORGE_MEANS_NAN,
    ATTACK_FORGE_MEANS_INFINITE,
    ATTACK_FORGE_MEANS_RANGE,
    /// The control: what the forgeries start from is believed.
    ATTACK_NOTHING_FORGED,
    ATTACK_FORGE_VOTES_PLACE,
    ATTACK_FORGE_VOTES_COUNT,
    ATTACK_FORGE_VOTES_BEHIND,
    ATTACK_FORGE_VOTES_OF_NOTHING,
    ATTACK_FORGE_VOTES_OF_LITTLE,
    ATTACK_FORGE_TEXT_PLACE,
    ATTACK_FORGE_TEXT_LENGTH,
    ATTACK_FORGE_TEXT_LIMIT,
    ATTACK_FORGE_TEXT_SCHEME,
    ATTACK_FORGE_TEXT_OF_NOTHING,
    ATTACK_READ_UNASKED_VOTES,
    ATTACK_READ_UNASKED_TEXT,
    /// The control for those.
    ATTACK_NOTHING_FORGED_BESIDES,
};

/// What a taken-over child would like the client to believe. Tests look for the reason.
static void claim_success(struct decoder_result *result) {
    result->magic = DECODER_RESULT_MAGIC;
    result->format = DECODER_PNG;
    result->width = result->height = 1;
    result->frame_count = 1;
    result->frames[0] = (struct decoder_frame){
        .width = 1, .height = 1, .block = 1, .channels = 1, .offset = DECODER_PIXELS_OFFSET};
    strcpy(result->reason, "attack survived");
    result->outcome = DECODER_COMPLETE;
}

static void forge_frames(struct decoder_result *result) {
    claim_success(result);
    result->frame_count = 4000000000u;
    for (uint32_t index = 0; index < DECODER_MAX_FRAMES; index++) {
        result->frames[index] = (struct decoder_frame){
            .width = 1000, .height = 1000, .block = 1, .channels = 1, .offset = UINT64_MAX - 16 * (uint64_t)index};
    }
}

static void forge_sizes(struct decoder_result *result) {
    claim_success(result);
    result->width = result->height = UINT32_MAX;
    result->format = 77;
    result->limit = 99;
    result->frames[0] = (struct decoder_frame){.width = 0x80000001u, .height = 0x80000001u, .block = 1, .channels = 4, .offset = 8};
    memset(result->reason, 0xff, sizeof result->reason);
}

/// A frame that passes every check, with all means 0: what the forgeries below start from.
static struct decoder_frame *plausible_frame(struct decoder_result *result) {
    claim_success(result);
    result->width = result->height = 100;
    result->frames[0] = (struct decoder_frame){.width = 100,
                                               .height = 100,
                                               .block = 1,
                                               .channels = 1,
                                               .offset = DECODER_PIXELS_OFFSET + DECODER_MEANS_BYTES,
                                               .means_offset = DECODER_PIXELS_OFFSET};
    return &result->frames[0];
}

static void forge_mean(struct decoder_result *result, float mean) {
    const struct decoder_frame *frame = plausible_frame(result);
    float *means = (float *)(void *)((uint8_t *)result + frame->means_offset);
    means[4095] = mean;
}

enum { VOTED_SIDE = 264, VOTES = (VOTED_SIDE / 8) * (VOTED_SIDE / 8), VOTE_WORDS = VOTES / 64 + 1, TEXT_BYTES = 5 };

/// The same with votes for a watermark and a hidden text, which begin and end with ones.
static struct decoder_result *plausible_reading(struct decoder_result *result) {
    struct decoder_frame *frame = plausible_frame(result);
    result->width = result->height = frame->width = frame->height = VOTED_SIDE;
    result->votes_offset = frame->offset + VOTED_SIDE * VOTED_SIDE;
    result->vote_count = VOTES;
    uint64_t *words = (uint64_t *)(void *)((uint8_t *)result + result->votes_offset);
    for (uint32_t plane = 0; plane < DECODER_VOTE_PLANES; plane++) {
        words[plane * VOTE_WORDS] = 1;
        words[plane * VOTE_WORDS + VOTES / 64] = (uint64_t)1 << (VOTES % 64 - 1);
    }
    result->stealth_offset = result->votes_offset + DECODER_VOTE_PLANES * VOTE_WORDS * 8;
    result->stealth_scheme = DECODER_STEALTH_RGBINFO;
    result->stealth_bits = TEXT_BYTES * 8;
    result->stealth_bytes = TEXT_BYTES;
    memcpy((uint8_t *)result + result->stealth_offset, "hello", TEXT_BYTES);
    return result;
}

static void forge_votes_behind(struct decoder_result *result) {
    uint64_t *words = (uint64_t *)(void *)((uint8_t *)result + plausible_reading(result)->votes_offset);
    words[DECODER_VOTE_PLANES * VOTE_WORDS - 1] = (uint64_t)1 << (VOTES % 64);
}

static void attack(uint8_t number, struct decoder_result *result, size_t result_bytes) {
    switch ((enum attack)number) {
        case ATTACK_OPEN_FILE:
            syscall(__NR_openat, AT_FDCWD, "/etc/passwd", O_RDONLY);
            break;
        case ATTACK_OPEN_SOCKET:
            syscall(__NR_socket, AF_INET, SOCK_STREAM, 0);
            break;
        case ATTACK_FORK:
            if (syscall(__NR_clone, SIGCHLD, 0, 0, 0, 0) == 0) _exit(0);
            break;
        case ATTACK_EXECUTE: {
            char *const arguments[] = {"/bin/true", NULL};
            syscall(__NR_execve, "/bin/true", arguments, arguments + 1);
            break;
        }
        case ATTACK_READ_PARENT: {
            // The parent is a copy of us, so our own addresses are good there too.
            char stolen[16];
            struct iovec here = {.iov_base = stolen, .iov_len = sizeof stolen};
            struct iovec there = {.iov_base = result, .iov_len = sizeof stolen};
            syscall(__NR_process_vm_readv, zygote, &here, 1UL, &there, 1UL, 0UL);
            syscall(__NR_ptrace, PTRACE_ATTACH, zygote, 0, 0);
            break;
        }
        case ATTACK_KILL_PARENT:
            kill(zygote, SIGKILL);
            break;
        case ATTACK_MAP_EXECUTABLE:
            mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            break;
        case ATTACK_MAKE_EXECUTABLE: {
            void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            mprotect(page, 4096, PROT_READ | PROT_EXEC);
            break;
        }
        case ATTACK_EXHAUST_MEMORY: {
            const size_t wanted = (size_t)8 << 30;
            char *memory = mmap(NULL, wanted, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            if (memory == MAP_FAILED) abort();
            for (size_t offset = 0; offset < wanted; offset += 4096) memory[offset] = 1;
            break;
        }
        case ATTACK_LOOP: {
            volatile int forever = 1;
            while (forever) continue;
            break;
        }
        case ATTACK_FORGE_FRAMES: forge_frames(result); return;
        case ATTACK_FORGE_SIZES: forge_sizes(result); return;
        case ATTACK_CLAIM_THEN_CRASH: {
            volatile int *volatile nowhere = NULL;
            claim_success(result);
            __atomic_thread_fence(__ATOMIC_SEQ_CST);  // the claim must be in place when it crashes
            *nowhere = 0;
            break;
        }
        case ATTACK_FILL_AREA: {
            // Far more than it declares: nothing of it may be there for the next picture.
            const size_t most = result_bytes < (size_t)64 << 20 ? result_bytes : (size_t)64 << 20;
            memset(result, 0x5a, most);
            memset((uint8_t *)result + result_bytes - 4096, 0x5a, 4096);
            memset(result, 0, sizeof *result);
            return;
        }
        case ATTACK_OTHER_CALL_NUMBERS:
#if defined(__x86_64__)
            syscall(0x40000000 | __NR_openat, AT_FDCWD, "/etc/passwd", O_RDONLY);
#else
            syscall(__NR_openat, AT_FDCWD, "/etc/passwd", O_RDONLY);
#endif
            break;
        case ATTACK_OTHER_ARCHITECTURE:
#if defined(__x86_64__)
        {
            // The 32-bit door: 20 is getpid there.
            long answer = 20;
            __asm__ volatile("int $0x80" : "+a"(answer) : : "memory");
            break;
        }
#else
            syscall(__NR_getpid);
            break;
#endif
        case ATTACK_MAP_DESCRIPTOR:
            mmap(NULL, 4096, PROT_READ, MAP_SHARED, DECODER_RESULT_FD, 0);
            break;
        case ATTACK_FORGE_CANVAS:
            claim_success(result);
            result->width = result->height = UINT32_MAX;
            return;
        case ATTACK_FORGE_BLOCK: plausible_frame(result)->block = 0; return;
        case ATTACK_FORGE_COLORS: plausible_frame(result)->channels = 3; return;
        case ATTACK_FORGE_NO_MEANS: plausible_frame(result)->means_offset = 0; return;
        case ATTACK_FORGE_MEANS_PLACE:
            plausible_frame(result)->means_offset = result_bytes - DECODER_MEANS_BYTES + 1;
            return;
        case ATTACK_FORGE_MEANS_NAN: forge_mean(result, __builtin_nanf("")); return;
        case ATTACK_FORGE_MEANS_INFINITE: forge_mean(result, -__builtin_inff()); return;
        case ATTACK_FORGE_MEANS_RANGE: forge_mean(result, 256); return;
        case ATTACK_NOTHING_FORGED: plausible_frame(result); return;
        case ATTACK_FORGE_VOTES_PLACE:
            plausible_reading(result)->votes_offset = result_bytes - DECODER_VOTE_PLANES * VOTE_WORDS * 8 + 8;
            return;
        case ATTACK_FORGE_VOTES_COUNT: plausible_reading(result)->vote_count = VOTES - 1; return;
        case ATTACK_FORGE_VOTES_BEHIND: forge_votes_behind(result); return;
        case ATTACK_FORGE_VOTES_OF_NOTHING: plausible_reading(result)->votes_offset = 0; return;
        case ATTACK_FORGE_VOTES_OF_LITTLE:
            // Too few pixels for votes, and as many votes as they would have.
            plausible_reading(result)->frames[0].width = VOTED_SIDE - 16;
            result->vote_count = (VOTED_SIDE / 8 - 2) * (VOTED_SIDE / 8);
            return;
        case ATTACK_FORGE_TEXT_PLACE: plausible_reading(result)->stealth_offset = result_bytes - TEXT_BYTES + 1; return;
        case ATTACK_FORGE_TEXT_LENGTH: plausible_reading(result)->stealth_bytes = TEXT_BYTES - 1; return;
        case ATTACK_FORGE_TEXT_LIMIT:
            plausible_reading(result)->stealth_bytes = DECODER_MAX_STEALTH_BYTES + 1;
            result->stealth_bits = result->stealth_bytes * 8;
            return;
        case ATTACK_FORGE_TEXT_SCHEME: plausible_reading(result)->stealth_scheme = DECODER_STEALTH_RGBCOMP + 1; return;
        case ATTACK_FORGE_TEXT_OF_NOTHING: plausible_reading(result)->stealth_scheme = DECODER_STEALTH_NONE; return;
        case ATTACK_READ_UNASKED_VOTES:
            plausible_reading(result)->stealth_scheme = DECODER_STEALTH_NONE;
            result->stealth_offset = result->stealth_bits = result->stealth_bytes = 0;
            return;
        case ATTACK_READ_UNASKED_TEXT:
            plausible_reading(result)->votes_offset = result->vote_count = 0;
            return;
        case ATTACK_NOTHING_FORGED_BESIDES: plausible_reading(result); return;
    }
    claim_success(result);
}

static void decode(const struct confined_task *task) {
    if (task->input_bytes == 5 && memcmp(task->input, "EVIL", 4) == 0) {
        attack(task->input[4], (struct decoder_result *)(void *)task->result, task->result_bytes);
        return;
    }
    codecs_decode(task->input, task->input_bytes, &task->wish, &task->limits, task->result, task->result_bytes);
}

int main(int count, char **arguments) {
    struct zygote_configuration configuration = {.decode = decode, .prepare = codecs_prepare};
    for (int index = 1; index < count; index++) {
        if (strcmp(arguments[index], "--insecure") == 0) configuration.insecure = true;
    }
    zygote = getpid();
    codecs_warm_up();
    configuration.codec_count = codecs_list(configuration.codecs);
    return zygote_serve(&configuration);
}
