// SPDX-License-Identifier: Apache-2.0

import Containers
import ProvenanceVocabulary

/// Faults of XMP packets, as the report of a file has them.
enum XMPFaults {
    static func describe(_ fault: XMLFault, offset: Int) -> ContainerFault {
        switch fault {
        case .documentType:
            ContainerFault(
                .malformed, code: "xmp.doctype",
                message: "XMP at byte \(offset) has a document type declaration, which can make it mean anything; "
                    + "nothing of it was used")
        case .malformed(let position):
            ContainerFault(
                .oddity, code: "xmp.malformed",
                message: "XMP at byte \(offset) is not well-formed at its byte \(position); what stands before was used"
            )
        case .tooDeep:
            ContainerFault(
                .overLimit, code: "xmp.depth",
                message: "XMP at byte \(offset) is nested deeper than \(ProvenanceLimits.textDepth) elements")
        case .tooManyNodes:
            ContainerFault(
                .overLimit, code: "xmp.nodes",
                message: "XMP at byte \(offset) has more than \(ProvenanceLimits.textNodes) elements and attributes")
        case .tooManyNamespaces:
            ContainerFault(
                .overLimit, code: "xmp.namespaces",
                message: "XMP at byte \(offset) declares more namespaces at one place than are allowed")
        }
    }
}
