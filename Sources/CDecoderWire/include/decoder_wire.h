// SPDX-License-Identifier: Apache-2.0
//
// What the confined decoder and its client say to each other. Both sides include this one file, so that they
// cannot disagree about a byte. Everything is host-endian: the two processes always run on one machine.
//
//   client                          zygote                                  child (one per picture)
//   ------                          ------                                  -----------------------
//   decoder_request + input memfd ─▶ fork ─────────────────────────────────▶ confine, decode,
//                                    wait, or kill at wall_milliseconds      write decoder_result, exit
//   decoder_reply                 ◀─ how the child ended, what it cost
//   reads decoder_result as hostile input
//
// Transport: SOCK_SEQPACKET on fd DECODER_SOCKET_FD. The result area is one memfd on fd DECODER_RESULT_FD, mapped shared by
// all three, DECODER_RESULT_BYTES(max_pixels) long: a decoder_result followed by what was made of the frames.
#ifndef TUTELA_DECODER_WIRE_H
#define TUTELA_DECODER_WIRE_H

#include <stdint.h>

#define DECODER_WIRE_VERSION 4u
#define DECODER_SOCKET_FD 3
#define DECODER_RESULT_FD 4
#define DECODER_MAX_FRAMES 512
#define DECODER_RESULT_MAGIC 0x54757465u  // "Tute"
#define DECODER_MEANS_BYTES (64 * 64 * sizeof(float))
#define DECODER_MIN_HASHED_SIDE 5
#define DECODER_LONGER_SIDE 4096u
/// Grey pictures, means, votes and stealth payloads start at multiples of so many bytes.
#define DECODER_ALIGNMENT 64
/// Pictures with fewer pixels get no votes: the reference encoder refuses them.
#define DECODER_MIN_VOTED_PIXELS (256u * 256u)
#define DECODER_VOTE_PLANES 4u
#define DECODER_MAX_STEALTH_BYTES (1u << 20)

/// What the client asks the zygote to do.
enum decoder_operation {
    /// Decode the memfd that came with the request.
    DECODER_DECODE = 1,
    /// Fork a confined child that makes one forbidden call (openat) and, should it survive, exits with 0. The client expects
    /// death by SIGSYS: proof that the filter is in force on this kernel and this libc.
    DECODER_PROBE = 2,
    /// Answer with what confinement this process has (see decoder_hello); forks nothing.
    DECODER_HELLO = 3,
};

/// Every limit that the child obeys. The client's table of limits is the only place that chooses them.
struct decoder_limits {
    /// Pixels, summed over all frames.
    uint64_t max_pixels;
    /// Address space of the child in bytes, on top of the result area and the input.
    uint64_t max_memory;
    /// Longest allowed width or height in pixels.
    uint32_t max_side;
    /// Frames of an animation, pages of a TIFF. At most DECODER_MAX_FRAMES.
    uint32_t max_frames;
    /// Scans of a progressive JPEG.
    uint32_t max_jpeg_scans;
    /// Warnings that libjpeg may raise before the picture counts as undecodable.
    uint32_t max_jpeg_warnings;
    /// The zygote kills the child after so many milliseconds of wall time.
    uint32_t wall_milliseconds;
    /// RLIMIT_CPU of the child in seconds.
    uint32_t cpu_seconds;
};

/// What the client wants of each frame.
enum decoder_hashing {
    /// The means of all pixels, as PDQ transforms them, and the grey picture.
    DECODER_HASH_EXACT = 1,
    /// The means of at most 512 × 512 nearest pixels, as Meta's C++ tool takes them, and the grey picture.
    DECODER_HASH_NEAREST_512 = 2,
    /// The grey picture only, by whatever is the cheapest way to it. Where there is none, what DECODER_HASH_EXACT gives.
    DECODER_HASH_FAST = 3,
    /// All pixels, grey or RGB: for tests and the self-test, whose pictures are small. Large ones do not fit the area.
    DECODER_ALL_PIXELS = 4,
};

/// What the client wants to know of the first frame besides (bits of decoder_wish.reading). Not given together with
/// DECODER_ALL_PIXELS.
enum decoder_reading {
    /// The votes of its blocks for an open watermark. Of a JPEG that is hashed fast, the grey picture is then made of all
    /// pixels.
    DECODER_READ_VOTES = 1 << 0,
    /// What is hidden in the lowest bits of its channels, if it starts with a known word.
    DECODER_READ_STEALTH = 1 << 1,
};

struct decoder_wish {
    /// An enum decoder_format when the client knows from the first bytes what the input is: the child then has only the
    /// libraries of that format, and answers DECODER_UNPREPARED when its own look at the bytes says otherwise. 0: all.
    uint32_t expected_format;
    uint32_t hashing;
    /// The grey picture is reduced by whole blocks as far as its shorter side keeps so many pixels, and its longer side
    /// has no more than DECODER_LONGER_SIDE.
    uint32_t shorter_side;
    /// Bits of enum decoder_reading.
    uint32_t reading;
};

struct decoder_request {
    uint32_t version;
    uint32_t operation;
    uint64_t input_bytes;
    struct decoder_wish wish;
    struct decoder_limits limits;
};

/// How the child ended, as the zygote saw it. The zygote parses nothing, so this can be believed.
enum decoder_ending {
    DECODER_EXITED = 1,
    DECODER_KILLED_BY_SIGNAL = 2,
    DECODER_TIMED_OUT = 3,
    /// fork, mmap or confinement failed: the picture was not looked at. error_number says why.
    DECODER_NOT_STARTED = 4,
};

struct decoder_reply {
    uint32_t version;
    uint32_t ending;
    /// Exit status or signal number.
    int32_t exit_status;
    int32_t error_number;
    /// CPU time of the child, user + system, in microseconds, and its peak resident size.
    uint64_t cpu_microseconds;
    uint64_t wall_microseconds;
    uint64_t peak_resident_kibibytes;
};

/// Layers of confinement that are in force (bits of decoder_hello.confinement).
enum decoder_confinement {
    DECODER_SECCOMP = 1 << 0,
    DECODER_NO_NEW_PRIVILEGES = 1 << 1,
    DECODER_LANDLOCK = 1 << 2,
    DECODER_RESOURCE_LIMITS = 1 << 3,
    DECODER_USER_NAMESPACE = 1 << 4,
    DECODER_NETWORK_NAMESPACE = 1 << 5,
    DECODER_UNPRIVILEGED_USER = 1 << 6,
    DECODER_UNDUMPABLE = 1 << 7,
};

struct decoder_codec_version {
    /// "jpeg", "png", "webp", "gif", "bmp", "tiff", "heic", "avif"
    char format[8];
    /// "libjpeg-turbo 2.1.5"
    char library[48];
};

struct decoder_hello {
    uint32_t version;
    uint32_t confinement;
    int32_t landlock_abi;
    uint32_t codec_count;
    struct decoder_codec_version codecs[16];
};

enum decoder_format {
    DECODER_FORMAT_UNKNOWN = 0,
    DECODER_JPEG = 1,
    DECODER_PNG = 2,
    DECODER_WEBP = 3,
    DECODER_GIF = 4,
    DECODER_BMP = 5,
    DECODER_TIFF = 6,
    DECODER_HEIC = 7,
    DECODER_AVIF = 8,
};

/// What the child says of the picture. Written last; 0 means that the child died before it could say anything.
enum decoder_outcome {
    DECODER_NOTHING_YET = 0,
    /// All frames are complete.
    DECODER_COMPLETE = 1,
    /// Something is missing or damaged, and what a viewer would show of it is here.
    DECODER_PARTIAL = 2,
    DECODER_UNDECODABLE = 3,
    DECODER_OVER_LIMIT = 4,
    /// No codec knows these bytes, or the library says that it lacks this feature.
    DECODER_UNSUPPORTED = 5,
    DECODER_OUT_OF_MEMORY = 6,
    /// The input has another format than the one that was expected: ask again without an expectation.
    DECODER_UNPREPARED = 7,
};

/// The limit that DECODER_OVER_LIMIT is about.
enum decoder_limit {
    DECODER_LIMIT_NONE = 0,
    DECODER_LIMIT_PIXELS = 1,
    DECODER_LIMIT_SIDE = 2,
    DECODER_LIMIT_FRAMES = 3,
    DECODER_LIMIT_JPEG_SCANS = 4,
    DECODER_LIMIT_MEMORY = 5,
};

struct decoder_frame {
    /// Of the frame before it was reduced.
    uint32_t width;
    uint32_t height;
    /// Side in pixels of the square blocks that became one grey pixel: the grey picture has ⌈width / block⌉ ×
    /// ⌈height / block⌉. 1 when all pixels were wanted.
    uint32_t block;
    /// 1: grey, 3: RGB. Eight bits a channel, rows without padding. More than 1 only when all pixels were wanted.
    uint32_t channels;
    /// From the start of the result area, in bytes.
    uint64_t offset;
    /// Of 64 × 64 floats, row-major, in 0…255; 0 when there are none. Frames with a side below DECODER_MIN_HASHED_SIDE
    /// have none.
    uint64_t means_offset;
};

/// The word that stands at the start of the hidden bits.
enum decoder_stealth_scheme {
    DECODER_STEALTH_NONE = 0,
    DECODER_STEALTH_PNGINFO = 1,
    DECODER_STEALTH_PNGCOMP = 2,
    DECODER_STEALTH_RGBINFO = 3,
    DECODER_STEALTH_RGBCOMP = 4,
};

struct decoder_result {
    uint32_t magic;
    uint32_t outcome;
    uint32_t format;
    uint32_t limit;
    /// The figure that broke the limit, for the message ("148 MP > 100 MP").
    uint64_t limit_value;
    /// Canvas size as the header states it, set even when the picture is refused.
    uint32_t width;
    uint32_t height;
    uint32_t frame_count;
    uint32_t warnings;
    /// NUL-terminated ASCII reason in the library's words, at most 127 bytes, without control characters.
    char reason[128];
    /// DECODER_VOTE_PLANES planes of ⌈vote_count / 64⌉ words of 64 bits; 0 when there are none. Vote n is bit n mod 64 of
    /// word ⌊n / 64⌋ and of the block of 8 × 8 pixels in column n mod ⌊width / 8⌋; the bits behind the last are 0. The
    /// planes are those of struct block_voter.
    uint64_t votes_offset;
    /// Of the hidden bytes; 0 when there are none.
    uint64_t stealth_offset;
    /// ⌊width / 8⌋ × ⌊height / 8⌋ of the first frame, or 0.
    uint32_t vote_count;
    /// An enum decoder_stealth_scheme.
    uint32_t stealth_scheme;
    /// The length in bits that is written behind the word, whatever it is.
    uint32_t stealth_bits;
    /// ⌊stealth_bits / 8⌋, at most DECODER_MAX_STEALTH_BYTES, or 0 when the picture or the limit is too small for as many.
    uint32_t stealth_bytes;
    struct decoder_frame frames[DECODER_MAX_FRAMES];
};

/// First byte behind the header in the result area, rounded up to pages.
#define DECODER_PIXELS_OFFSET ((uint64_t)((sizeof(struct decoder_result) + 4095) & ~(uint64_t)4095))
/// Room for the votes and hidden bytes of a first frame.
#define DECODER_READING_BYTES(max_pixels) \
    ((uint64_t)(max_pixels) / 128 + 8 * DECODER_VOTE_PLANES + DECODER_MAX_STEALTH_BYTES + 2 * DECODER_ALIGNMENT)
/// Room for the means of every frame, for grey pictures none of which is larger than its frame, and for what is read of the
/// first besides.
#define DECODER_RESULT_BYTES(max_pixels)                                                          \
    (DECODER_PIXELS_OFFSET + DECODER_MAX_FRAMES * (DECODER_MEANS_BYTES + 2 * DECODER_ALIGNMENT) + \
     (uint64_t)(max_pixels) + DECODER_READING_BYTES(max_pixels))

// The same for Swift, which imports no macro that computes.
static inline uint64_t decoder_pixels_offset(void) { return DECODER_PIXELS_OFFSET; }
static inline uint64_t decoder_result_bytes(uint64_t max_pixels) { return DECODER_RESULT_BYTES(max_pixels); }
static inline uint64_t decoder_means_bytes(void) { return DECODER_MEANS_BYTES; }

#endif
