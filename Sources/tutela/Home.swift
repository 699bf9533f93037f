// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import Store
internal import Yams

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

    /// Where the database is: `TUTELA_DATABASE`, else `database` of `tutela.yaml` in the data folder, as the server reads
    /// them, else the file in the data folder. A command must never change another database than the server's.
    func address() throws -> StoreAddress {
        var setting = ProcessInfo.processInfo.environment["TUTELA_DATABASE"] ?? ""
        let path = folder + "/tutela.yaml"
        if setting.isEmpty, FileManager.default.fileExists(atPath: path) {
            guard let text = try? String(contentsOfFile: path, encoding: .utf8),
                let node = try? Yams.compose(yaml: text)
            else {
                throw Complaint(
                    "\(path) cannot be read, so it is not known which database it names",
                    remedy: "mend it, or say which with TUTELA_DATABASE", code: "HOME-SETTINGS")
            }
            setting = node.mapping?["database"]?.string ?? ""
        }
        return try StoreAddress(setting: setting, home: folder)
    }

    /// Opens the database.
    ///
    /// - Parameters:
    ///   - schemas: of the rooms that the command works in.
    ///   - mayCreate: whether a missing database of the data folder is made.
    ///   - missing: what is said when it is missing and may not be made.
    func store(_ schemas: [RoomSchema], mayCreate: Bool, missing: Complaint) throws -> Store {
        let address = try address()
        if case .sqlite(let home) = address, !mayCreate, Self.isMissing(home + "/" + Store.fileName) { throw missing }
        return try Store(at: address, schemas: schemas)
    }

    /// Whether a file is not there. One that may not be looked at is not missing: opening it says what is in the way.
    private static func isMissing(_ path: String) -> Bool {
        access(path, F_OK) != 0 && errno != EACCES
    }
}
