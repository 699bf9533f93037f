// SPDX-License-Identifier: Apache-2.0

/// Where a text stands in a file's metadata. Only places that some recogniser looks at exist here.
enum FieldPlace: Hashable, Sendable {
    /// A property of the file itself in XMP.
    case xmp(XMPName)
    case png(PNGKeyword)
    case exif(EXIFField)
    case iim(IIMField)
    case tag(TagName)
    case comment
    /// A JPEG APP segment, 0xE0…0xEF.
    case application(UInt8)
    case trailer
    /// Lowest bits of the pixels.
    case hidden

    /// For a person, in our own words.
    var description: String {
        switch self {
        case .xmp(let name): "XMP \(name.description)"
        case .png(let keyword): "PNG text \"\(keyword.rawValue)\""
        case .exif(let field): "EXIF \(field.name)"
        case .iim(let field): "IPTC IIM \(field.name)"
        case .tag(let name): "tag \"\(name.rawValue)\""
        case .comment: "comment"
        case .application(let marker): "JPEG APP\(marker & 0x0F) segment"
        case .trailer: "data after the image"
        case .hidden: "lowest bits of the pixels"
        }
    }
}

/// Keywords of PNG text that some generator writes.
enum PNGKeyword: String, Hashable, Sendable {
    case parameters, postprocessing, extras, prompt, workflow
    case invokeMetadata = "invokeai_metadata"
    case invokeGraph = "invokeai_graph"
    case invokeWorkflow = "invokeai_workflow"
    case invokeOlderMetadata = "sd-metadata"
    case invokeDream = "Dream"
    case software = "Software"
    case description = "Description"
    case source = "Source"
    case comment = "Comment"
    case author = "Author"
    case creationTime = "Creation Time"
    case fooocusScheme = "fooocus_scheme"
    case aigc = "AIGC"
    case jobAtHuggingFace = "hf-job-id"
    case easyModel = "Stable Diffusion model"
    case easySeed = "Seed"
    case easyOlderModel = "use_stable_diffusion_model"
    case easyOlderSeed = "seed"
}

/// Fields of EXIF that some generator writes.
enum EXIFField: UInt16, Hashable, Sendable {
    case imageDescription = 0x010E
    case make = 0x010F
    case model = 0x0110
    case software = 0x0131
    case artist = 0x013B
    case makerNote = 0x927C
    case userComment = 0x9286
    case commentOfWindows = 0x9C9C

    /// The specification's name.
    var name: String {
        switch self {
        case .imageDescription: "ImageDescription"
        case .make: "Make"
        case .model: "Model"
        case .software: "Software"
        case .artist: "Artist"
        case .makerNote: "MakerNote"
        case .userComment: "UserComment"
        case .commentOfWindows: "XPComment"
        }
    }
}

/// Datasets of IIM's record 2 that some generator writes.
enum IIMField: UInt8, Hashable, Sendable {
    case program = 65
    case credit = 110
    case caption = 120

    /// Number and name.
    var name: String {
        switch self {
        case .program: "2:65 Originating Program"
        case .credit: "2:110 Credit"
        case .caption: "2:120 Caption"
        }
    }
}

/// Tags of video and sound files, whatever their container calls them.
enum TagName: String, Hashable, Sendable {
    case aigc = "AIGC"
    case aigcInfo = "aigc_info"
    case comment, description, software, prompt, workflow, parameters

    /// The tag with a name as a container has it.
    ///
    /// - Parameter name: `AIGC`, `COMMENT`, `com.apple.quicktime.software`, `©cmt`, `ISFT`…
    init?(container name: String) {
        guard name.utf8.count <= 64 else { return nil }
        var name = name.lowercased()
        for prefix in ["com.apple.quicktime.", "com.apple.itunes:", "----:com.apple.itunes:", "mdta:"]
        where name.hasPrefix(prefix) {
            name.removeFirst(prefix.count)
        }
        if name.hasPrefix("\u{A9}") { name.removeFirst() }
        switch name {
        case "aigc": self = .aigc
        case "aigc_info": self = .aigcInfo
        case "comment", "cmt", "icmt": self = .comment
        case "description", "desc", "des", "ldes", "synopsis": self = .description
        case "software", "swr", "isft", "too", "encoder", "tool": self = .software
        case "prompt": self = .prompt
        case "workflow": self = .workflow
        case "parameters": self = .parameters
        default: return nil
        }
    }
}
