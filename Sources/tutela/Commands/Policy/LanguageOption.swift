// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import PolicyWords

/// The language of explanations.
struct LanguageOption: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("en, ko or es (default: that of your locale, else en).", valueName: "tag"))
    var language: Language?

    /// `--language`, else that of the first variable of the locale that is set, else English.
    var chosen: Language {
        if let language { return language }
        let environment = ProcessInfo.processInfo.environment
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        return locale.flatMap { Language(tag: $0) } ?? .english
    }
}
