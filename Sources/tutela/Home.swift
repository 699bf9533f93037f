// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation

/// The data folder that a command works in.
struct HomeOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Data folder (else TUTELA_HOME).", valueName: "folder"))
    var home: String?

    /// Where the index of open lists is kept between runs.
    var indexFolder: String { folder + "/index" }

    /// Where the lists lie by which signers of pictures are judged.
    var trustFolder: String { folder + "/trust" }

    /// `--home`, else `TUTELA_HOME`, else the user's data folder.
    var folder: String {
        let environment = ProcessInfo.processInfo.environment
        if let home { return home }
        if let home = environment["TUTELA_HOME"], !home.isEmpty { return home }
        if let data = environment["XDG_DATA_HOME"], !data.isEmpty { return data + "/tutela" }
        return NSHomeDirectory() + "/.local/share/tutela"
    }
}
