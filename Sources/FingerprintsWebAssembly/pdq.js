// SPDX-License-Identifier: Apache-2.0
// @ts-check

/**
 * Hashes pictures on the device they lie on. Nothing here sends anything: the only request is the one for
 * tutela-fingerprints.wasm, which lies beside this file, and the WebAssembly module imports nothing.
 *
 * Works in a page and in a Worker (`new Worker(url, { type: 'module' })`; hashing 12 megapixels takes about a tenth of a
 * second, so a page had better use one). Needs a secure context for digests, and a policy with `script-src 'self'
 * 'wasm-unsafe-eval'` and `connect-src 'self'`; nothing else.
 *
 * @typedef {'original' | 'rotate90' | 'rotate180' | 'rotate270' | 'flipX' | 'flipY' | 'flipPlus1' | 'flipMinus1'} Orientation
 *
 * @typedef {object} Pixels Eight bits a channel, RGBA, rows from the top, as in an `ImageData`.
 * @property {Uint8ClampedArray | Uint8Array} data
 * @property {number} width
 * @property {number} height
 *
 * @typedef {object} Fingerprint
 * @property {string} pdq The PDQ hash of the picture as stored: 64 hex digits.
 * @property {number} quality 0 to 100. Below 50 the hash is not compared, only digests are.
 * @property {Record<Orientation, string>} orientations The hashes of the picture turned and mirrored.
 *
 * @typedef {'whole' | 'border-trimmed' | 'edge-trimmed' | 'busiest-block' | 'split' | 'outline' | 'filled-corners' | 'extended'} Region
 *
 * @typedef {Fingerprint & { region: Region }} View A part of a picture that may be a known picture by itself.
 *
 * @typedef {Fingerprint & { views: View[], sha256: string, sha1: string, width: number, height: number }} FileFingerprint
 *
 * @typedef {object} Exports
 * @property {WebAssembly.Memory} memory
 * @property {(bytes: number) => number} tutela_allocate
 * @property {(address: number) => void} tutela_free
 * @property {(rgba: number, width: number, height: number, result: number) => number} tutela_fingerprint
 * @property {(rgba: number, width: number, height: number, result: number) => number} tutela_views
 */

/** The orientations in the order of the result. @type {readonly Orientation[]} */
export const orientations = Object.freeze([
    'original', 'rotate90', 'rotate180', 'rotate270', 'flipX', 'flipY', 'flipPlus1', 'flipMinus1',
]);

/** How a view was found, in the order of the result. @type {readonly Region[]} */
export const regions = Object.freeze([
    'whole', 'border-trimmed', 'edge-trimmed', 'busiest-block', 'split', 'outline', 'filled-corners', 'extended',
]);

/** The limits of the scanner: a larger picture is refused, never reduced, because its hash would be another. */
export const limits = Object.freeze({ side: 16_384, pixels: 100_000_000 });

const layoutVersion = 1;
const headerBytes = 16;
const orientationBytes = 32 * orientations.length;
const fingerprintBytes = headerBytes + orientationBytes;
const mostViews = 8;
const viewBytes = 8 + orientationBytes;
/** Memory of WebAssembly never shrinks; an instance that has grown beyond this is replaced. */
const memoryToKeep = 64 * 1024 * 1024;

/** @type {Record<number, [code: string, words: string]>} */
const statuses = {
    1: ['empty', 'The picture has no pixels.'],
    2: ['over-limit', `The picture is larger than ${limits.side} pixels a side or ${limits.pixels / 1e6} megapixels.`],
    3: ['internal', 'The pixels were not where the module expected them.'],
    4: ['internal', 'The result was not where the module expected it.'],
    5: ['out-of-memory', 'This device has too little memory for a picture of this size.'],
};

/** Why a picture has no fingerprint. `code` is stable; the message is for a person. */
export class FingerprintError extends Error {
    /**
     * @param {'empty' | 'over-limit' | 'out-of-memory' | 'undecodable' | 'internal' | string} code
     * @param {string} message
     * @param {unknown} [cause]
     */
    constructor(code, message, cause) {
        super(message, { cause });
        this.name = 'FingerprintError';
        this.code = code;
    }
}

/** The module, compiled once, and the instance that hashes one picture after the other. */
export class Fingerprinter {
    /** @type {WebAssembly.Module} */ #module;
    /** @type {Exports | undefined} */ #exports;

    /** @param {WebAssembly.Module} module the compiled tutela-fingerprints.wasm */
    constructor(module) {
        this.#module = module;
    }

    /**
     * Loads and compiles the module.
     *
     * @param {URL | string} [url] where it lies, if not beside this file
     */
    static async load(url = new URL('./tutela-fingerprints.wasm', import.meta.url)) {
        const response = await fetch(url);
        if (!response.ok) throw new FingerprintError('internal', `The hashing module answered ${response.status}.`);
        // Not compileStreaming: it insists on a content type that many servers do not send.
        return new Fingerprinter(await WebAssembly.compile(await response.arrayBuffer()));
    }

    /**
     * Hashes pixels, to the bit as the scanner does. Alpha is ignored: the stored colours count.
     *
     * @param {Pixels} pixels
     * @returns {Fingerprint}
     */
    fingerprint(pixels) {
        return this.#run(pixels, 'tutela_fingerprint', fingerprintBytes, (view) => {
            if (view.getUint32(8, true) !== orientations.length) throw otherVersion();
            return readHashes(view, headerBytes, view.getUint32(4, true));
        });
    }

    /**
     * Finds the parts of a picture that may be a known picture by themselves (without bars, frames, captions), and hashes
     * them: the same that a scan compares. The most promising come first; often there is none.
     *
     * @param {Pixels} pixels
     * @returns {View[]}
     */
    views(pixels) {
        return this.#run(pixels, 'tutela_views', headerBytes + mostViews * viewBytes, (view) => {
            const [count, distance] = [view.getUint32(4, true), view.getUint32(8, true)];
            if (count > mostViews || distance !== viewBytes) throw otherVersion();
            return Array.from({ length: count }, (_, number) => {
                const start = headerBytes + number * viewBytes;
                const region = regions[view.getUint32(start, true)];
                return { region, ...readHashes(view, start + 8, view.getUint32(start + 4, true)) };
            });
        });
    }

    /**
     * Lends the module the pixels and room for a result, calls it, and takes both back.
     *
     * @template Answer
     * @param {Pixels} pixels
     * @param {'tutela_fingerprint' | 'tutela_views'} call
     * @param {number} resultBytes
     * @param {(result: DataView) => Answer} read
     * @returns {Answer}
     */
    #run({ data, width, height }, call, resultBytes, read) {
        requireSides(width, height);
        if (data.length !== width * height * 4) {
            throw new FingerprintError('internal', 'The pixels do not fill the picture.');
        }
        const exports = this.#instance();
        let picture = 0;
        let result = 0;
        try {
            picture = exports.tutela_allocate(data.length);
            result = exports.tutela_allocate(resultBytes);
            if (picture === 0 || result === 0) throw failure(5);
            new Uint8Array(exports.memory.buffer, picture, data.length).set(data);
            const status = exports[call](picture, width, height, result);
            if (status !== 0) throw failure(status);
            const view = new DataView(exports.memory.buffer, result, resultBytes);
            if (view.getUint32(0, true) !== layoutVersion) throw otherVersion();
            return read(view);
        } catch (error) {
            if (error instanceof FingerprintError) throw error;
            // The module stopped in the middle: what it left in its memory goes with it.
            this.#exports = undefined;
            throw new FingerprintError('internal', 'The hashing module stopped.', error);
        } finally {
            if (this.#exports) {
                // Wipes the pixels, too.
                exports.tutela_free(picture);
                exports.tutela_free(result);
                if (exports.memory.buffer.byteLength > memoryToKeep) this.#exports = undefined;
            }
        }
    }

    /**
     * Decodes a picture file with the browser's own decoder and hashes its pixels and its bytes.
     *
     * Two things a browser cannot do as the scanner does. Its decoder of JPEG and WebP rounds colours in its own way, so
     * that the hash may differ by a few bits. And a canvas multiplies alpha into the colours: translucent pixels come
     * back rounded, and fully transparent ones black.
     *
     * @param {Blob} blob
     * @returns {Promise<FileFingerprint>}
     */
    async fingerprintBlob(blob) {
        const bytes = new Uint8Array(await blob.arrayBuffer());
        const [sha256, sha1] = [await digest('SHA-256', bytes), await digest('SHA-1', bytes)];
        const pixels = await decode(bytes, blob.type);
        const { width, height } = pixels;
        return { ...this.fingerprint(pixels), views: this.views(pixels), sha256, sha1, width, height };
    }

    #instance() {
        this.#exports ??= /** @type {Exports} */ (
            /** @type {unknown} */ (new WebAssembly.Instance(this.#module).exports)
        );
        return this.#exports;
    }
}

/**
 * The digest of bytes, by the browser's own WebCrypto, in hex digits.
 *
 * @param {'SHA-256' | 'SHA-1' | 'SHA-384' | 'SHA-512'} algorithm
 * @param {Uint8Array} bytes
 */
export async function digest(algorithm, bytes) {
    return hexadecimal(new Uint8Array(await crypto.subtle.digest(algorithm, /** @type {BufferSource} */ (bytes))));
}

/**
 * The pixels of a picture file as stored: no colour profile applied, no alpha multiplied in by the decoder, and not
 * turned as its EXIF data asks.
 *
 * @param {Uint8Array} bytes
 * @param {string} [type] the media type, if known; browsers look at the bytes anyway
 * @returns {Promise<ImageData>}
 */
export async function decode(bytes, type = '') {
    const file = new Blob([/** @type {BlobPart} */ (withoutOrientation(bytes))], { type });
    let bitmap;
    try {
        bitmap = await createImageBitmap(file, {
            colorSpaceConversion: 'none', premultiplyAlpha: 'none',
            // Browsers take this for 'from-image' now; withoutOrientation is what keeps the picture as stored.
            imageOrientation: /** @type {ImageOrientation} */ ('none'),
        });
    } catch (error) {
        throw new FingerprintError('undecodable', 'This browser cannot read the file as a picture.', error);
    }
    try {
        requireSides(bitmap.width, bitmap.height);
        // Pixels that are read back must not have gone through the graphics processor: it rounds as it likes.
        const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true });
        if (!context) throw failure(5);
        context.drawImage(bitmap, 0, 0);
        return context.getImageData(0, 0, bitmap.width, bitmap.height);
    } finally {
        bitmap.close();
    }
}

/**
 * A JPEG whose EXIF blocks are renamed, so that no decoder turns the picture as they ask; other files as they are. The
 * length stays, and so does every byte of the picture itself.
 *
 * @param {Uint8Array} bytes
 * @returns {Uint8Array}
 */
export function withoutOrientation(bytes) {
    if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return bytes;
    let copy = bytes;
    let position = 2;
    while (position + 10 <= bytes.length && bytes[position] === 0xff) {
        const marker = bytes[position + 1];
        if (marker === 0xff) {
            position += 1;
            continue;
        }
        // Start of scan or end: no block of this kind comes later.
        if (marker === 0xda || marker === 0xd9) break;
        if (marker === 0xe1 && String.fromCharCode(...bytes.subarray(position + 4, position + 8)) === 'Exif') {
            if (copy === bytes) copy = bytes.slice();
            copy[position + 4] = 'X'.charCodeAt(0);
        }
        position += 2 + bytes[position + 2] * 256 + bytes[position + 3];
    }
    return copy;
}

/** @param {number} width @param {number} height */
function requireSides(width, height) {
    if (!(width > 0 && height > 0)) throw failure(1);
    if (Math.max(width, height) > limits.side || width * height > limits.pixels) throw failure(2);
}

/** @param {number} status */
function failure(status) {
    const [code, words] = statuses[status] ?? ['internal', `The hashing module answered ${status}.`];
    return new FingerprintError(code, words);
}

function otherVersion() {
    return new FingerprintError('internal', 'pdq.js and its module are of different versions.');
}

/** @param {DataView} view @param {number} start @param {number} quality @returns {Fingerprint} */
function readHashes(view, start, quality) {
    const hashes = orientations.map((_, number) =>
        hexadecimal(new Uint8Array(view.buffer, view.byteOffset + start + 32 * number, 32)));
    return {
        pdq: hashes[0],
        quality,
        orientations: /** @type {Record<Orientation, string>} */ (
            Object.fromEntries(orientations.map((name, number) => [name, hashes[number]]))
        ),
    };
}

/** @param {Uint8Array} bytes */
function hexadecimal(bytes) {
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
