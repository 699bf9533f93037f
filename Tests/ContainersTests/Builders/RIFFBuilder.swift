// SPDX-License-Identifier: Apache-2.0

/// WebP, AVI and WAV files, as far as their structure goes.
enum RIFFBuilder {
    static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        text(type) + little32(data.count) + data + (data.count % 2 == 1 ? [0] : [])
    }

    static func list(_ form: String, _ chunks: [UInt8]...) -> [UInt8] {
        chunk("LIST", text(form) + chunks.flatMap { $0 })
    }

    static func file(_ form: String, _ chunks: [UInt8]..., trailer: [UInt8] = []) -> [UInt8] {
        chunk("RIFF", text(form) + chunks.flatMap { $0 }) + trailer
    }

    static func bigEndianFile(_ form: String, _ type: String, _ data: [UInt8]) -> [UInt8] {
        let content = text(form) + text(type) + big32(data.count) + data
        return text("RIFX") + big32(content.count) + content
    }
}
