// SPDX-License-Identifier: Apache-2.0

extension Catalogue {
    /// The sentences of the terminal.
    static func englishTerminal(_ message: Message) -> Template {
        switch message {
        case .nameLeftOut: "(name left out)"
        case .wordStateMatch: "match"
        case .wordStateHeld: "held"
        case .wordStateUnknown: "unknown"
        case .wordStateNone: "none"
        case .wordStateCleared: "cleared"
        case .wordStateOther: "other"
        case .distanceExact: "exact"
        case .distanceNone: "–"
        case .moreLines:
            .counted(one: "… {count} more ({state}) in {name}", other: "… {count} more ({state}) in {name}")
        case .moreLinesNoFile:
            .counted(
                one: "… {count} more ({state}); keep them with --results FILE",
                other: "… {count} more ({state}); keep them with --results FILE")
        case .openingLists:
            .counted(
                one: "Scanning {places} against one list, {entries}, distance {radius}",
                other: "Scanning {places} against {count} lists, {entries}, distance {radius}")
        case .openingPlaces: .counted(one: "one place", other: "{count} places")
        case .openingNoLists: "Scanning {places} against no bank: only what can be opened is learned"
        case .emptyNoMatch: .counted(one: "No match in {count} picture.", other: "No match in {count} pictures.")
        case .emptyUnknown:
            .counted(one: "Nothing is known about {count} file.", other: "Nothing is known about {count} files.")
        case .emptyNotHarmless:
            .counted(
                one: "Not the same as harmless: only one list was compared.",
                other: "Not the same as harmless: only {count} lists were compared.")
        case .emptyNothing: "No pictures or videos in {places}."
        case .emptyNotCompared: "Nothing was compared: no list was in use."
        case .emptyOthersLookedAt:
            .counted(
                one: "{count} other file was compared for exact copies only.",
                other: "{count} other files were compared for exact copies only.")
        case .stoppedAt:
            .counted(one: "Stopped after {done} of {count} file.", other: "Stopped after {done} of {count} files.")
        case .stoppedEarlyAt:
            .counted(
                one: "Stopped after {count} file; more were there.",
                other: "Stopped after {count} files; more were there.")
        case .entries: .counted(one: "{count} entry", other: "{count} entries")
        case .sumMatch: "match, and a second signal agrees"
        case .sumHeld: "match on one signal, held for a person"
        case .sumUnknown:
            .counted(
                one: "could not be scanned, or only in part: it is unknown",
                other: "could not be scanned, or only in part: they are unknown")
        case .sumNone: "scanned, no match"
        case .sumNotCompared: "opened, but compared with nothing: no list was in use"
        case .sumTooPlain: "{count} of these too plain for a fingerprint: compared for exact copies only"
        case .sumCleared: "known good: near an entry, cleared by exact digest"
        case .sumMedia: .counted(one: "picture or video", other: "pictures and videos")
        case .sumOther:
            .counted(
                one: "({count} other file compared for exact copies only)",
                other: "({count} other files compared for exact copies only)")
        case .sumLinks:
            .counted(one: "({count} link not followed)", other: "({count} links not followed)")
        case .sumSpecial:
            .counted(
                one: "({count} socket, pipe or device left alone)",
                other: "({count} sockets, pipes and devices left alone)")
        case .sumNotReached:
            .counted(
                one: "{count} file was not reached: nothing is known about it",
                other: "{count} files were not reached: nothing is known about them")
        case .sumNotReachedUncounted: "Files that were not reached were not counted: nothing is known about them"
        case .sumTook: "{size} in {duration}, {rate} files/s"
        case .sumUnused: "{list} was not used: it is {because}."
        case .sumInsecure: "The decoder ran unconfined (INSECURE): do not rely on these results."
        case .labelReport: "Report"
        case .labelResults: "Results"
        case .labelRetry: "Retry"
        case .labelResume: "Resume"
        case .labelLists: "Lists"
        case .labelWarning: "warning:"
        case .retryNote: .counted(one: "# it", other: "# the {count}")
        case .progressOf: "{done} of {count}"
        case .progressFound: "{done} of {count} found so far"
        case .progressPercent: "{percent} %"
        case .progressRate: "{rate}/s"
        case .progressLeft: "{duration} left"
        case .progressLeftLittle: "less than {duration} left"
        case .progressMatches: .counted(one: "{count} match", other: "{count} matches")
        case .progressUnknown: "{count} not scanned"
        case .progressPlain: "Scanned {facts}."
        default: ""
        }
    }
}
