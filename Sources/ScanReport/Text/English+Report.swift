// SPDX-License-Identifier: Apache-2.0

extension Catalogue {
    /// The sentences of the report; `nil` for those of the terminal.
    static func englishReport(_ message: Message) -> Template? {
        switch message {
        // Page
        case .title: "Screening report, scan {id}"
        case .skipLink: "Skip to the results"
        case .screeningReport: "Screening report"
        case .scanEnded: "Scan {id}, ended {time}"
        case .contents: "In this report"
        case .printFooter: "Tutela screening report, scan {id}"
        case .printPage: "page {page} of {pages}"
        case .footResults: "Made from {name}, SHA-256 {digest}."
        case .footNature:
            """
            This page holds no pictures, no fingerprints and no program, and it loads nothing. File names can \
            identify people: keep it as you keep the evidence.
            """
        case .footNatureReduced:
            """
            This page holds no pictures, no fingerprints and no program, and it loads nothing. File names were \
            shortened or left out when it was made; the results file has them. Keep it as you keep the evidence.
            """
        case .warning: "Warning."
        case .insecureDecoder:
            """
            The decoder ran without confinement, because whoever started the scan switched it off. A file made \
            to attack the decoder could have changed what this report says. Scan again with confinement before \
            you rely on it.
            """
        // Headlines
        case .headlineMatches:
            .counted(one: "{count} file matches a list you hold.", other: "{count} files match a list you hold.")
        case .headlineUnknownOthers:
            .counted(one: "Nothing is known about {count} other.", other: "Nothing is known about {count} others.")
        case .headlineNone: "No file matches your lists."
        case .headlineNoneButUnknown: "No match found."
        case .headlineNoneOther: "No other match found."
        case .headlineUnknown:
            .counted(one: "Nothing is known about {count} file.", other: "Nothing is known about {count} files.")
        case .headlineAllUnknown: "No file could be scanned."
        case .headlineStopped:
            .counted(one: "Stopped after {done} of {count} file.", other: "Stopped after {done} of {count} files.")
        case .headlineStoppedEarly: .counted(one: "Stopped after {count} file.", other: "Stopped after {count} files.")
        case .headlineSoFar: .counted(one: "{count} matches so far.", other: "{count} match so far.")
        case .headlineNoneSoFar: "No match so far."
        case .headlineNothingToScan:
            .counted(one: "No pictures or videos in this place.", other: "No pictures or videos in these places.")
        case .headlineNothingCompared: "Nothing was compared: no list was in use."
        case .headlineListUnused: "{list} was not used: it is {because}."
        case .headlineListsUnused: .counted(one: "{count} list was not used.", other: "{count} lists were not used.")
        case .headlineCleared:
            .counted(
                one: "{count} file near an entry is on a known-good list.",
                other: "{count} files near an entry are on a known-good list.")
        // Lede
        case .ledePlace: "Tutela went through {place}."
        case .ledePlaces:
            .counted(
                one: "Tutela went through {place} and {count} other place.",
                other: "Tutela went through {place} and {count} other places.")
        case .ledePlacesHidden:
            .counted(
                one: "Tutela went through one place, whose name is left out here.",
                other: "Tutela went through {count} places, whose names are left out here.")
        case .ledeLists:
            .counted(
                one: "It compared every picture that it could open with one list of {entries}.",
                other: "It compared every picture that it could open with {count} lists of {entries} in all.")
        case .ledeLead: "A match is a lead for a person to follow, not proof."
        case .ledeNoClearance:
            "No match is not a clearance: pictures that no list knows look the same as harmless ones here."
        case .listUnused: "{list} was not used: it is {because}."
        case .listStale:
            .counted(
                one: "{list} has not changed for {count} day.",
                other: "{list} has not changed for {count} days.")
        case .listEmpty: "empty"
        // Ledger
        case .ledgerCaption: "Every file accounted for"
        case .ledgerMatch: "Match, and a second signal agrees"
        case .ledgerMatchWhy: "A trusted list, and an exact copy, a second view or a person says the same."
        case .ledgerHeld: "Match on one signal, held for a person"
        case .ledgerHeldWhy: "One list or one view alone decides nothing."
        case .ledgerUnknown: "Could not be scanned, or only in part"
        case .ledgerUnknownWhy:
            "Damaged, too large, too slow, unreadable or of an unknown kind. Not the same as no match."
        case .ledgerNone: "Scanned, no match"
        case .ledgerNoneWhy:
            .counted(
                one: "Not within distance {radius} of the only entry, in any of its views, {views} at most.",
                other: "Not within distance {radius} of any of {count} entries, in any of its views, {views} at most.")
        case .ledgerNotCompared: "Opened, but compared with nothing"
        case .ledgerNotComparedWhy: "No list was in use, so nothing is known about these either."
        case .ledgerTooPlain:
            .counted(
                one: "{count} of these is too plain for a fingerprint: compared for exact copies only.",
                other: "{count} of these are too plain for a fingerprint: compared for exact copies only.")
        case .ledgerCleared: "Known good"
        case .ledgerClearedWhy: "Near an entry, but this exact file is on a known-good list."
        case .ledgerMedia: "Pictures, videos and unreadable places found, all accounted for"
        case .ledgerOther:
            .counted(
                one: "other file, told by content and not by name: compared for exact copies only",
                other: "other files, told by content and not by name: compared for exact copies only")
        case .ledgerLinks: .counted(one: "link, not followed", other: "links, not followed")
        case .ledgerSpecial:
            .counted(one: "socket, pipe or device, left alone", other: "sockets, pipes and devices, left alone")
        case .ledgerNotReached:
            .counted(
                one: "file was not reached before the scan was stopped: nothing is known about it",
                other: "files were not reached before the scan was stopped: nothing is known about them")
        case .ledgerNotReachedUncounted:
            "The scan was stopped before all files were counted: nothing is known about the rest."
        case .seeThem: .counted(one: "See it", other: "See the {count}")
        // Navigation
        case .navAnswer: "Result"
        case .navMatches: "Matches"
        case .navUnscanned: "Not scanned"
        case .navCleared: "Known good"
        // Matches
        case .matchesTitle: "Matches"
        case .files: .counted(one: "{count} file", other: "{count} files")
        case .pictures: .counted(one: "{count} picture", other: "{count} pictures")
        case .filesAndPictures:
            .counted(one: "{count} file, about {pictures}", other: "{count} files, about {pictures}")
        case .matchesNote:
            """
            Copies of one picture stand together, so that they can be decided once. Fingerprints are left out on \
            purpose; the results file has them.
            """
        case .matchedTitle:
            .counted(one: "A second signal agrees: {count} file", other: "A second signal agrees: {count} files")
        case .matchedCaption: "Matches that a second signal confirms, closest first"
        case .heldTitle:
            .counted(
                one: "One signal only, held for a person: {count} file",
                other: "One signal only, held for a person: {count} files")
        case .heldCaption: "Matches on one signal, closest first"
        case .columnNumber: "No."
        case .columnFile: "File"
        case .columnList: "List and entry"
        case .columnDistance: "Distance, seen as"
        case .columnDistanceShort: "Distance"
        case .columnSecond: "Second signal"
        case .columnHeld: "Why it is held"
        case .alike: "probably the same picture as {numbers}"
        case .alikeMany: "probably the same picture as {numbers} and {count} more"
        case .damaged: "damaged: only what can still be shown was compared"
        case .moreEntries: .counted(one: "and {count} more entry", other: "and {count} more entries")
        case .frame: "frame {frame} of {count}"
        case .exactCopy: "exact copy ({digest})"
        case .viewOriginal: "as stored"
        case .viewMirrored: "mirrored"
        case .viewFlipped: "upside down, mirrored"
        case .viewLeft: "turned 90° left"
        case .viewRight: "turned 90° right"
        case .viewUpsideDown: "upside down"
        case .viewMirroredLeft: "mirrored, turned 90° left"
        case .viewMirroredRight: "mirrored, turned 90° right"
        case .viewTrimmed: "border trimmed"
        case .viewEdges: "cut at its strongest edges"
        case .viewBlock: "busiest part alone"
        case .viewSplit: "one side of a line through it"
        case .viewOutline: "outline straightened"
        case .viewCorners: "corners filled"
        case .viewExtended: "rim continued outwards"
        case .viewAnd: "{part}, {turn}"
        case .viewOfKnown: "{view}, near {known} of the known picture"
        case .nameHidden: "Name left out: {facts}"
        case .nothingRead: "could not be read"
        case .listCut:
            "The {listed} of {count} files that were found first. All of them are in {name}."
        case .listCutNoFile:
            """
            The {listed} of {count} files that were found first. Scan with --results FILE to keep all of them.
            """
        // Strip
        case .stripTitle: .counted(one: "How close the match is", other: "How close the {count} matches are")
        case .stripNoneNear: "All are well inside the limit of {limit}."
        case .stripSomeNear:
            .counted(
                one: "{count} is near the limit of {limit}: expect a look-alike there.",
                other: "{count} are near the limit of {limit}: expect look-alikes there.")
        case .stripStart: "same picture"
        case .stripEnd: "limit of this scan"
        case .stripFile: "file {file}: {distance}"
        case .stripFiles: .counted(one: "{distance}: {count} file", other: "{distance}: {count} files")
        case .stripLabel:
            .counted(
                one: """
                    Distance of the match, from 0 (same picture) to {limit} (the limit set for this scan): \
                    {details}.
                    """,
                other: """
                    Distances of the {count} matches, from 0 (same picture) to {limit} (the limit set for this \
                    scan): {details}.
                    """)
        case .keyFound: "a second signal agrees"
        case .keyHeld: "one signal only, held for a person"
        case .keyUnrelated: "Unrelated pictures usually differ by about 128 of 256 bits."
        // Not scanned
        case .unscannedTitle: "Could not be scanned"
        case .unscannedNote:
            """
            Treat these as unknown. None of them is counted as “no match” anywhere in this report or in the \
            results file.
            """
        case .unscannedBars:
            .counted(one: "Why {count} file could not be scanned", other: "Why {count} files could not be scanned")
        case .unscannedGroup: .counted(one: "{status}, {count} file: {help}", other: "{status}, {count} files: {help}")
        case .statusScreened: "shown only in part"
        case .statusUndecodable: "undecodable"
        case .statusOverLimit: "over a limit"
        case .statusTimeout: "out of time"
        case .statusCrashed: "crashed the decoder"
        case .statusUnreadable: "unreadable"
        case .statusUnsupported: "unsupported"
        case .helpScreened:
            """
            Damaged: a viewer shows part of the picture. That part was compared and is near no entry, which says \
            little: a picture that is cut short resembles its whole less and less.
            """
        case .helpUndecodable:
            """
            Damaged, or not what the name says. Exact copies would have been found, altered ones would not. \
            Examine them on an isolated machine.
            """
        case .helpOverLimit:
            """
            Larger than the limits of this scan. Files that are too long can be scanned with --max-size; the \
            other limits protect this machine.
            """
        case .helpTimeout:
            "Took longer than a file may take. Scan these again with more time: they may be built to be slow."
        case .helpCrashed:
            """
            The confined decoder stopped on these. Nothing else was touched: each picture is opened in a process \
            of its own.
            """
        case .helpUnreadable:
            """
            The disk or its rights did not let them be read. Check the medium; scan again as a user who may read \
            them.
            """
        case .helpUnsupported:
            """
            A kind of picture or video that Tutela does not decode. Exact copies would have been found, altered \
            ones would not. Convert a copy and scan that; keep the original.
            """
        // Known good
        case .clearedTitle: "Known good"
        case .clearedNote:
            """
            These lie near an entry, but each exact file is on a known-good list. An altered copy of them would \
            not be cleared.
            """
        case .clearedList: .counted(one: "Show {count} file", other: "Show {count} files")
        // Next
        case .nextTitle: "What to do next"
        case .stepDoNotOpen: "Do not open the files. Who may look, where and for how long is set by your procedure."
        case .stepHeld:
            .counted(
                one: """
                    Let a person decide on the held file. The column “Why it is held” says which second signal \
                    is missing.
                    """,
                other: """
                    Let a person decide on the {count} held files. The column “Why it is held” says which second \
                    signal is missing.
                    """)
        case .stepRetry:
            .counted(
                one: """
                    Have the unknown file examined on an isolated machine; the reason beside it says what is in the \
                    way.
                    """,
                other: """
                    Have the {count} unknown files examined on an isolated machine; the reason beside each says what \
                    is in the way.
                    """)
        case .stepResume: "Finish the scan. It goes on where it stopped."
        case .stepLists: "Bring every list back into use, and scan again."
        case .stepVerify:
            "Show that the results file was not changed since. This prints the number at the foot of this page:"
        case .stepAgain: "Scan again when a list changes. A picture that no list knows today may be known tomorrow."
        case .wordsTitle: "Words used here"
        case .wordMatch: "Match"
        case .wordMatchMeans:
            "A fingerprint or an exact digest of the file agrees with a list entry. It is a lead, not proof."
        case .wordDistance: "Distance"
        case .wordDistanceMeans:
            """
            How many of 256 bits differ. 0 is the same picture to the fingerprint; it says nothing of what the \
            picture shows.
            """
        case .wordView: "Seen as"
        case .wordViewMeans: "How the file had to be turned, mirrored or trimmed before it matched."
        case .wordSecond: "Second signal"
        case .wordSecondMeans: "An independent reason to believe the match. Without one, nothing happens by itself."
        case .wordUnknown: "Could not be scanned"
        case .wordUnknownMeans: "The comparison did not see the picture. It may be anything."
        case .wordKnownGood: "Known good"
        case .wordKnownGoodMeans: "A list of files that are cleared, by exact digest only."
        // How
        case .methodTitle: "How this was done"
        case .methodRun: "Run"
        case .methodSettings: "Settings"
        case .factStarted: "Started"
        case .factEnded: "Ended"
        case .factTook: "Took"
        case .factStopped: "Stopped"
        case .factResumed: "Taken over"
        case .factPlaces: "Places"
        case .factProgram: "Program"
        case .factRadius: "Distance limit"
        case .factHashing: "Hashes"
        case .hashingExact: "PDQ, exact"
        case .hashingFast: "PDQ, fast: 99 of 100 within 4 bits of exact"
        case .factViews: "Views"
        case .factQuality: "Quality floor"
        case .factLimits: "File limits"
        case .factLanes: "Side by side"
        case .factDecoder: "Decoder"
        case .tookFigures: "{duration}, {rate} files/s, {size}"
        case .stoppedEarly: "before every file was seen"
        case .resumedFigures:
            .counted(
                one: "{count} record of an earlier, interrupted run",
                other: "{count} records of an earlier, interrupted run")
        case .radiusFigures: "{radius} of 256 bits, unless a list sets its own"
        case .viewFigures:
            .counted(
                one: "{count} at most: eight turns and mirrorings of the picture and of up to eight parts of it",
                other: "{count} at most: eight turns and mirrorings of the picture and of up to eight parts of it")
        case .qualityFigures:
            .counted(
                one: "{floor} of 100; {count} file below it: exact copies only",
                other: "{floor} of 100; {count} files below it: exact copies only")
        case .limitFigures: "{bytes}, {pixels}, side {side} px, {frames} frames"
        case .laneFigures: .counted(one: "{count} file at a time", other: "{count} files at a time")
        case .listsTitle: "Lists"
        case .listsCaption: "Lists, and what each of them matched"
        case .noLists: "No list was in use."
        case .columnListName: "List"
        case .columnSource: "Tier and source"
        case .columnEntries: "Entries"
        case .columnChanged: "Last changed"
        case .columnFiles: "Files"
        case .sourceTier: .counted(one: "Tier {tier}, one contributor", other: "Tier {tier}, {count} contributors")
        case .sourceKnownGood: "Known good: clears exact copies"
        case .tagUnused: "not used"
        case .daysOld: .counted(one: "{count} day before this scan", other: "{count} days before this scan")
        default: nil
        }
    }
}
