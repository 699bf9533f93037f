// SPDX-License-Identifier: Apache-2.0

/// Which kind of marker was read. The raw values are stable: programs and policies name them.
public enum MarkerSource: String, Sendable, Hashable, Codable, CaseIterable {
    /// IPTC's code of origin in XMP.
    case digitalSourceType = "iptc.digitalSourceType"
    /// The fields for AI systems that IPTC's photo metadata 2025.1 added.
    case aiFields = "iptc.aiFields"
    /// The credit line that Google's generators and editors write.
    case googleCredit = "google.credit"
    /// The description with a job that Midjourney writes.
    case midjourney
    /// The signature that xAI's Grok writes. Nobody outside xAI can verify it.
    case grok = "xai.grok"
    /// The credit line of Apple's Clean Up and Image Playground.
    case apple = "apple.cleanup"
    /// What Samsung's photo editor appends after the picture when its generative tools were used.
    case samsung = "samsung.genAIType"
    /// A generator's name in a field for the program that made the file.
    case software = "generator.software"
    /// A generator's name in the field for the maker of the camera.
    case make = "generator.make"
    /// Properties that only Adobe Firefly writes.
    case firefly = "adobe.firefly"
    /// AUTOMATIC1111's web UI and its kin: Forge, SD.Next.
    case a1111 = "sd.a1111"
    /// ComfyUI's graph of nodes.
    case comfyUI = "sd.comfyui"
    /// InvokeAI, all generations of its format.
    case invokeAI = "sd.invokeai"
    /// NovelAI's text chunks or EXIF fields.
    case novelAI = "novelai"
    /// Text hidden in the lowest bits of the pixels, as NovelAI and its imitators do.
    case novelAIStealth = "novelai.stealth"
    /// Fooocus.
    case fooocus = "sd.fooocus"
    /// SwarmUI, earlier StableSwarmUI.
    case swarmUI = "sd.swarmui"
    /// Easy Diffusion.
    case easyDiffusion = "sd.easydiffusion"
    /// Draw Things.
    case drawThings = "sd.drawthings"
    /// What ByteDance's apps write when they export a picture, beside or instead of China's label.
    case byteDance = "bytedance.export"
    /// The number of a job at Hugging Face. It names a job, not a model.
    case huggingFaceJob = "hf.job"
    /// China's label for generated content, GB 45438-2025.
    case tc260 = "tc260.aigc"
}
