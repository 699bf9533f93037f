// SPDX-License-Identifier: Apache-2.0
//
// Runs inside a Worker of a browser, as the hashing page will: compares what the WebAssembly build says with what the
// native one said, and calls it with arguments that no honest page would use. Answers a list of problems.

import { Fingerprinter, FingerprintError, limits, orientations, withoutOrientation } from '/pdq.js';

const resultBytes = 272;
const viewsBytes = 16 + 8 * 264;
const problems = [];
const numbers = {};

function expect(condition, what) {
    if (!condition) problems.push(what);
}

function distance(left, right) {
    let bits = 0;
    for (let i = 0; i < 64; i++) {
        for (let different = parseInt(left[i], 16) ^ parseInt(right[i], 16); different; different &= different - 1) bits++;
    }
    return bits;
}

async function bytesOf(name) {
    return new Uint8Array(await (await fetch(name)).arrayBuffer());
}

async function checkPixels(fingerprinter, cases) {
    const started = performance.now();
    for (const { name, width, height, quality, hashes, views, file, offset } of cases) {
        const all = await (loaded[file] ??= bytesOf(`/given/${file}`));
        const data = all.subarray(offset, offset + width * height * 4);
        const found = fingerprinter.fingerprint({ data, width, height });
        expect(found.quality === quality, `${name}: quality ${found.quality}, natively ${quality}`);
        expect(found.pdq === hashes[0], `${name}: ${found.pdq}, natively ${hashes[0]}`);
        orientations.forEach((orientation, number) => expect(
            found.orientations[orientation] === hashes[number],
            `${name}, ${orientation}: ${found.orientations[orientation]}, natively ${hashes[number]}`));
        const foundViews = fingerprinter.views({ data, width, height });
        const flat = foundViews.map((view) => [view.region, view.quality, ...orientations.map((o) => view.orientations[o])]);
        expect(JSON.stringify(flat.map((view) => view.map(String))) === JSON.stringify(views), `${name}: views ${
            foundViews.map((view) => view.region)}, natively ${views.map((view) => view[0])}, or their hashes`);
        numbers.views = (numbers.views ?? 0) + foundViews.length;
    }
    numbers.pictures = cases.length;
    numbers.milliseconds = Math.round(performance.now() - started);
}
const loaded = {};

/** A lossless file has to come out equal to the bit; the browser's JPEG and WebP decoders round in their own way. */
async function checkFiles(fingerprinter, files) {
    numbers.largestDistance = 0;
    for (const { name, width, height, hashes, sha256, sha1 } of files) {
        const blob = new Blob([await bytesOf(`/given/files/${name}`)]);
        const found = await fingerprinter.fingerprintBlob(blob);
        expect(found.width === width && found.height === height, `${name}: ${found.width} x ${found.height}`);
        expect(found.sha256 === sha256, `${name}: SHA-256 ${found.sha256}`);
        expect(found.sha1 === sha1, `${name}: SHA-1 ${found.sha1}`);
        const bits = distance(found.pdq, hashes[0]);
        const allowed = /\.png$|lossless/.test(name) ? 0 : 10;
        numbers.largestDistance = Math.max(numbers.largestDistance, bits);
        expect(bits <= allowed, `${name}: ${bits} bits from the native hash, ${allowed} allowed`);
    }
    numbers.files = files.length;
    for (const bytes of [[], [0xff, 0xd8], [0xff, 0xd8, 0xff, 0xe1, 0, 0], [0xff, 0xd8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]]) {
        expect(withoutOrientation(new Uint8Array(bytes)).length === bytes.length, `stripping ${bytes} changed the length`);
    }
    await fails(() => fingerprinter.fingerprintBlob(new Blob(['no picture'])), 'undecodable');
}

async function fails(action, code) {
    try {
        await action();
        problems.push(`nothing failed where ${code} was due`);
    } catch (error) {
        expect(error instanceof FingerprintError && error.code === code, `${code} was due, not ${error}`);
    }
}

async function checkRefusals(fingerprinter) {
    const data = new Uint8Array(0);
    await fails(() => fingerprinter.fingerprint({ data, width: 0, height: 5 }), 'empty');
    await fails(() => fingerprinter.fingerprint({ data, width: NaN, height: 5 }), 'empty');
    await fails(() => fingerprinter.fingerprint({ data, width: limits.side + 1, height: 1 }), 'over-limit');
    await fails(() => fingerprinter.fingerprint({ data, width: 10_001, height: 10_000 }), 'over-limit');
    await fails(() => fingerprinter.fingerprint({ data, width: 5, height: 5 }), 'internal');
}

function instantiate(module) {
    return new WebAssembly.Instance(module).exports;
}

/** Arguments that no honest page would use: a number comes back, and afterwards the module still works. */
function checkHostileArguments(module) {
    const x = instantiate(module);
    const early = x.tutela_fingerprint(64, 5, 5, 64);
    expect(early === 3, `before anything was lent: status ${early}`);
    x.tutela_free(64);
    const pixels = x.tutela_allocate(64 * 64 * 4);
    const result = x.tutela_allocate(resultBytes);
    const small = x.tutela_allocate(resultBytes - 64);
    const freed = x.tutela_allocate(64 * 64 * 4);
    x.tutela_free(freed);
    x.tutela_free(freed);
    const end = x.memory.buffer.byteLength;
    const rows = [
        // status, rgba, width, height, result
        [1, pixels, 0, 5, result], [1, pixels, 5, 0, result], [1, 0, 0, 0, 0],
        [2, pixels, 16_385, 1, result], [2, pixels, 1, 16_385, result], [2, pixels, 16_384, 16_384, result],
        [2, pixels, 65_536, 65_536, result], [2, pixels, -1, -1, result], [2, pixels, 0x40000000, 4, result],
        [2, pixels, 10_001, 10_000, result], [3, pixels, 10_000, 10_000, result],
        [3, 0, 5, 5, result], [3, -1, 5, 5, result], [3, end, 5, 5, result], [3, end - 4, 5, 5, result],
        [3, 0xffffffff, 16_384, 6_000, result], [3, pixels - 64, 5, 5, result], [3, pixels - 1, 5, 5, result],
        [3, pixels, 65, 64, result], [3, pixels + 4, 64, 64, result], [3, freed, 5, 5, result],
        [4, pixels, 5, 5, 0], [4, pixels, 5, 5, -1], [4, pixels, 5, 5, end], [4, pixels, 5, 5, small],
        [4, pixels, 5, 5, pixels], [4, pixels, 64, 64, pixels + 64 * 64 * 4 - resultBytes], [4, pixels, 5, 5, result + 64],
        [4, pixels, 5, 5, freed], [0, pixels, 5, 5, pixels + 4096], [0, pixels + 1, 5, 5, result], [0, pixels, 1, 1, result],
        [0, pixels, 64, 64, result],
    ];
    for (const [wanted, ...call] of rows) {
        let status;
        try {
            status = x.tutela_fingerprint(...call);
        } catch (error) {
            status = `${error}`;
        }
        expect(status === wanted, `tutela_fingerprint(${call}): ${status} instead of ${wanted}`);
    }
    const roomy = x.tutela_allocate(viewsBytes);
    for (const [wanted, ...call] of rows) {
        const other = call[3] === result ? roomy : call[3];
        // 272 bytes are too little for views, wherever they lie.
        const due = wanted === 0 && other !== roomy && call[3] !== pixels + 4096 ? 4 : wanted;
        let status;
        try {
            status = x.tutela_views(call[0], call[1], call[2], other);
        } catch (error) {
            status = `${error}`;
        }
        expect(status === due, `tutela_views(${call}): ${status} instead of ${due}`);
    }
    expect(x.tutela_views(pixels, 5, 5, result) === 4, 'views were written over the end of their room');
    for (const address of [0, 1, -1, pixels + 64, pixels - 64, result + 1, end, 0x7fffffff]) x.tutela_free(address);
    expect(x.tutela_fingerprint(pixels, 64, 64, result) === 0, 'freeing nonsense took a buffer away');
    expect(x.tutela_allocate(0xffffffff) === 0, '4 GiB were lent');
    expect(x.tutela_allocate(0x7fffffff) === 0, '2 GiB were lent');
    expect(x.tutela_allocate(513 * 1024 * 1024) === 0, 'more was lent than the memory may have');
    const none = x.tutela_allocate(0);
    expect(none !== 0 && x.tutela_fingerprint(none, 5, 5, result) === 3, 'an empty buffer holds a picture');
    numbers.hostile = rows.length;
}

/** When little or nothing is left, the answer is a status, never a trap, and with room again the module works. */
function checkFullMemory(module) {
    for (const [call, width, height] of [
        ['tutela_fingerprint', 2_000, 2_000], ['tutela_views', 2_000, 2_000], ['tutela_views', 700, 630],
        ['tutela_fingerprint', 16_384, 40], ['tutela_views', 16_384, 319], ['tutela_views', 30, 16_384],
    ]) {
        const x = instantiate(module);
        const pixels = x.tutela_allocate(width * height * 4);
        const result = x.tutela_allocate(viewsBytes);
        const data = new Uint8Array(x.memory.buffer, pixels, width * height * 4);
        for (let i = 0; i < data.length; i++) data[i] = (i >> 7) * (i % 13);
        const taken = [];
        for (let bytes = 256 * 1024 * 1024; bytes >= 64; bytes /= 2) {
            for (let address; (address = x.tutela_allocate(bytes)) !== 0;) taken.push(address);
        }
        expect(x.tutela_allocate(1) === 0, 'there was room after all');
        // Given back the smallest first, so that every amount of room up to enough is tried.
        const seen = new Set();
        while (taken.length > 0) {
            try {
                seen.add(x[call](pixels, width, height, result));
            } catch (error) {
                problems.push(`${call}, ${width} x ${height}, ${taken.length} blocks still taken: ${error}`);
                break;
            }
            if (seen.has(0)) break;
            x.tutela_free(taken.pop());
        }
        expect(seen.has(5) && seen.has(0) && seen.size === 2, `${call}, ${width} x ${height}, little memory: ${[...seen]}`);
    }
}

/** A thousand pictures of changing size need the memory of the largest, and none of it is left behind. */
function checkThousandCalls(module) {
    const x = instantiate(module);
    let settled = 0;
    for (let number = 0; number < 1_000; number++) {
        const width = 5 + (number * 37) % 251;
        const height = 5 + (number * 101) % 241;
        const pixels = x.tutela_allocate(width * height * 4);
        const result = x.tutela_allocate(viewsBytes);
        new Uint8Array(x.memory.buffer, pixels, width * height * 4).fill(0xa5);
        const status = x.tutela_fingerprint(pixels, width, height, result) || x.tutela_views(pixels, width, height, result);
        expect(status === 0, `call ${number}: status ${status}`);
        x.tutela_free(number % 2 ? pixels : result);
        x.tutela_free(number % 2 ? result : pixels);
        if (number === 250) settled = x.memory.buffer.byteLength;
    }
    numbers.bytesAfterThousand = x.memory.buffer.byteLength;
    expect(x.memory.buffer.byteLength === settled, `1,000 calls grew the memory from ${settled} to ${numbers.bytesAfterThousand}`);
    // tutela_views makes sure of 4 MiB before it begins.
    expect(x.memory.buffer.byteLength <= 6 * 1024 * 1024, `1,000 small pictures took ${x.memory.buffer.byteLength} bytes`);
    // A free block may have been reused, but no run of pixels survives.
    const left = new Uint8Array(x.memory.buffer);
    let run = 0;
    let longest = 0;
    for (const byte of left) longest = Math.max(longest, run = byte === 0xa5 ? run + 1 : 0);
    expect(longest < 16, `${longest} bytes of a picture stayed in the memory`);
}

onmessage = async ({ data: { cases, files } }) => {
    try {
        const module = await WebAssembly.compile(await bytesOf('/tutela-fingerprints.wasm'));
        const imports = WebAssembly.Module.imports(module);
        expect(imports.length === 0, `the module imports ${JSON.stringify(imports)}`);
        const fingerprinter = await Fingerprinter.load();
        await checkPixels(fingerprinter, cases);
        await checkFiles(fingerprinter, files);
        await checkRefusals(fingerprinter);
        checkHostileArguments(module);
        checkFullMemory(module);
        checkThousandCalls(module);
    } catch (error) {
        problems.push(`${error.stack ?? error}`);
    }
    postMessage({ problems, numbers });
};
