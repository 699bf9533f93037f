// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// One way of recognising a marker: a pure function over the texts of a file.
struct Recogniser: Sendable {
    /// The kind of marker that it finds.
    let source: MarkerSource
    /// Finds them.
    let markers: @Sendable (Metadata) -> [Marker]

    /// All recognisers. A new kind of marker is one file and one line here.
    static let all: [Recogniser] = [
        Recogniser(source: .digitalSourceType, markers: DigitalSourceTypeRecogniser.markers),
        Recogniser(source: .aiFields, markers: AIFieldsRecogniser.markers),
        Recogniser(source: .tc260, markers: TC260Recogniser.markers),
        Recogniser(source: .googleCredit, markers: GoogleCreditRecogniser.markers),
        Recogniser(source: .apple, markers: AppleRecogniser.markers),
        Recogniser(source: .samsung, markers: SamsungRecogniser.markers),
        Recogniser(source: .software, markers: SoftwareRecogniser.markers),
        Recogniser(source: .make, markers: MakeRecogniser.markers),
        Recogniser(source: .firefly, markers: FireflyRecogniser.markers),
        Recogniser(source: .midjourney, markers: MidjourneyRecogniser.markers),
        Recogniser(source: .grok, markers: GrokRecogniser.markers),
        Recogniser(source: .a1111, markers: A1111Recogniser.markers),
        Recogniser(source: .comfyUI, markers: ComfyUIRecogniser.markers),
        Recogniser(source: .invokeAI, markers: InvokeAIRecogniser.markers),
        Recogniser(source: .novelAI, markers: NovelAIRecogniser.markers),
        Recogniser(source: .novelAIStealth, markers: StealthRecogniser.markers),
        Recogniser(source: .fooocus, markers: FooocusRecogniser.markers),
        Recogniser(source: .swarmUI, markers: SwarmUIRecogniser.markers),
        Recogniser(source: .easyDiffusion, markers: EasyDiffusionRecogniser.markers),
        Recogniser(source: .drawThings, markers: DrawThingsRecogniser.markers),
        Recogniser(source: .byteDance, markers: ByteDanceRecogniser.markers),
        Recogniser(source: .huggingFaceJob, markers: HuggingFaceJobRecogniser.markers),
    ]
}

extension Marker {
    /// A marker in a field.
    init(
        _ source: MarkerSource, _ claim: Claim, in field: Field, value: QuotedText? = nil,
        generator: QuotedText? = nil, label: TC260Label? = nil
    ) {
        self.init(
            source: source, claim: claim, place: field.place.description, offset: field.offset, value: value,
            generator: generator, label: label)
    }
}
