// SPDX-License-Identifier: Apache-2.0

/// The drawings that stand beside words. Colour, shape and pattern all say the same, so that each may be lost.
enum Mark {
    case found, held, unknown, plain, cleared

    /// 16 × 16, for ledgers and tags.
    var icon: HTML {
        switch self {
        case .found:
            .literal(
                ##"<svg viewBox="0 0 16 16" aria-hidden="true"><path class="m-found" d="M8 1l7 7-7 7-7-7z"/></svg>"##)
        case .held:
            .literal(
                ##"<svg viewBox="0 0 16 16" aria-hidden="true"><circle class="m-held" cx="8" cy="8" r="6" fill-opacity="0" stroke-width="2"/><path class="m-held" d="M8 2a6 6 0 0 0 0 12z" stroke="none"/></svg>"##
            )
        case .unknown:
            .literal(
                ##"<svg viewBox="0 0 16 16" aria-hidden="true"><rect class="m-unknown" x="1.75" y="1.75" width="12.5" height="12.5"/></svg>"##
            )
        case .plain:
            .literal(
                ##"<svg viewBox="0 0 16 16" aria-hidden="true"><circle class="m-plain" cx="8" cy="8" r="5.5"/></svg>"##)
        case .cleared:
            .literal(
                ##"<svg viewBox="0 0 16 16" aria-hidden="true"><circle class="m-plain" cx="8" cy="8" r="5.5"/><path class="m-plain" d="M5 8h6"/></svg>"##
            )
        }
    }

    /// Centred on 0, 0, about 16 wide, for the strip of distances.
    var dot: HTML {
        switch self {
        case .found: .literal(##"<path class="m-found" d="M0 -8l8 8-8 8-8-8z"/>"##)
        default:
            .literal(
                ##"<circle class="m-held" r="6.5" fill-opacity="0" stroke-width="2"/><path class="m-held" d="M0 -6.5a6.5 6.5 0 0 0 0 13z" stroke="none"/>"##
            )
        }
    }

    /// Centred on 0, 0, about 10 wide, for the rail in a row.
    var bead: HTML {
        switch self {
        case .found: .literal(##"<path class="m-found" d="M0 -5l5 5-5 5-5-5z"/>"##)
        default:
            .literal(
                ##"<circle class="m-held" r="4.25" fill-opacity="0" stroke-width="1.75"/><path class="m-held" d="M0 -4.25a4.25 4.25 0 0 0 0 8.5z" stroke="none"/>"##
            )
        }
    }

    static let shield = HTML.literal(
        ##"<svg viewBox="0 0 20 20" aria-hidden="true"><path fill="currentColor" d="M10 0l8 3v7c0 5-3.4 8.4-8 10-4.6-1.6-8-5-8-10V3zm0 3.2L5 5v5c0 3.3 2 5.6 5 6.8 3-1.2 5-3.5 5-6.8V5z"/></svg>"##
    )

    /// Hatching means "we do not know". Defined once, coloured by the style; `display: none` would switch it off.
    static let patterns = HTML.literal(
        ##"<svg width="0" height="0" aria-hidden="true" focusable="false" class="defs"><defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hl" d="M0 0v5"/></pattern></defs></svg>"##
    )
}
