// SPDX-License-Identifier: Apache-2.0

/// The drawings that stand beside words; those of the scan report, and two for machine truths.
enum Mark {
    static let found =
        ##"<svg viewBox="0 0 16 16" aria-hidden="true"><path class="m-found" d="M8 1l7 7-7 7-7-7z"/></svg>"##
    static let held =
        ##"<svg viewBox="0 0 16 16" aria-hidden="true"><circle class="m-held" cx="8" cy="8" r="6" fill-opacity="0" stroke-width="2"/><path class="m-held" d="M8 2a6 6 0 0 0 0 12z" stroke="none"/></svg>"##
    static let unknown =
        ##"<svg viewBox="0 0 16 16" aria-hidden="true"><rect class="m-unknown" fill="url(#hatch)" x="1.75" y="1.75" width="12.5" height="12.5"/></svg>"##
    static let plain =
        ##"<svg viewBox="0 0 16 16" aria-hidden="true"><circle class="m-plain" cx="8" cy="8" r="5.5"/></svg>"##
    static let cleared =
        ##"<svg viewBox="0 0 16 16" aria-hidden="true"><circle class="m-plain" cx="8" cy="8" r="5.5"/><path class="m-plain" d="M5 8h6"/></svg>"##
    static let sound =
        ##"<svg viewBox="0 0 16 16" aria-hidden="true"><rect class="m-sound" x="1.75" y="1.75" width="12.5" height="12.5"/><path class="m-sound" d="M4.5 8.5l2.5 2.5 4.5-6"/></svg>"##
    static let failed =
        ##"<svg viewBox="0 0 16 16" aria-hidden="true"><rect class="m-failed" x="1.75" y="1.75" width="12.5" height="12.5"/><path class="m-failed" d="M5 5l6 6M11 5l-6 6"/></svg>"##
    static let warning =
        ##"<svg viewBox="0 0 16 16" aria-hidden="true"><path class="m-warning" d="M8 2l6.5 11.5h-13zM8 6.5v3.5M8 11v1.2"/></svg>"##
    static let shield =
        ##"<svg viewBox="0 0 20 20" aria-hidden="true"><path fill="currentColor" d="M10 0l8 3v7c0 5-3.4 8.4-8 10-4.6-1.6-8-5-8-10V3zm0 3.2L5 5v5c0 3.3 2 5.6 5 6.8 3-1.2 5-3.5 5-6.8V5z"/></svg>"##
    /// Hatching means "we do not know". Defined once, coloured by the style; `display: none` would switch it off.
    static let patterns =
        ##"<svg width="0" height="0" aria-hidden="true" focusable="false" class="defs"><defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hl" d="M0 0v5"/></pattern></defs></svg>"##
}
