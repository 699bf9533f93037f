// SPDX-License-Identifier: Apache-2.0

extension StoreError {
    static func misuse(_ what: String, place: String) -> StoreError {
        StoreError(
            code: .statement, message: "\(place): \(what)",
            remedy: "This is a defect of the program: please report it with the code below.")
    }

    static func nested(_ place: String) -> StoreError {
        misuse("a transaction was begun inside another one", place: place)
    }

    static func unstorable(text: String, place: String) -> StoreError {
        guard text.utf8.contains(0) else { return unstorable(bytes: text.utf8.count, place: place) }
        return StoreError(
            code: .value, message: "\(place): a text with a zero character cannot be stored",
            remedy: "Remove the zero character (U+0000) from what was entered.")
    }

    static func unstorable(bytes: Int, place: String) -> StoreError {
        StoreError(
            code: .value,
            message: "\(place): a value of \(bytes) bytes cannot be stored; the limit is \(SQLStatement.largestValue)",
            remedy: "Store it in parts.")
    }

    static func closed(_ place: String) -> StoreError {
        StoreError(
            code: .closed, message: "\(place): the database is closed",
            remedy: "The program is ending, or closed it too early; nothing of this change was kept.")
    }

    static func overloaded(waiting: Int, _ place: String) -> StoreError {
        StoreError(
            code: .overloaded, message: "\(place): \(waiting) requests are waiting for the database already",
            remedy: "Try again later. If this lasts, the database is too slow for the traffic or cannot be reached.")
    }

    /// Without the address: what cannot be read may have its password in the wrong place.
    static func address(_ what: String) -> StoreError {
        StoreError(
            code: .address, message: "the address of the database cannot be read: \(what)",
            remedy: "Write postgresql://USER:PASSWORD@HOST:5432/NAME, with special characters of the password as %XX "
                + "(@ is %40, / is %2F, : is %3A), or leave the setting out to use SQLite.")
    }
}
