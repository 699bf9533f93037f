// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Ledger

/// Why a set of doors may not be opened.
public struct DoorError: Error, Sendable, CustomStringConvertible {
    /// What is wrong with which door, one line each.
    public var complaints: [String]

    /// All complaints.
    public var description: String { "The doors contradict the rules:\n" + complaints.joined(separator: "\n") }
}

/// Refuses doors that are declared in doubt: a server with such doors does not start.
enum DoorCheck {
    static func complaints(_ doors: [Door]) -> [String] {
        var complaints: [String] = []
        var seen: [String: Door] = [:]
        for door in doors {
            let name = "\(door.method.rawValue) \(door.path)"
            complaints += faults(of: door).map { "\(name): \($0)" }
            let shape = "\(door.method.rawValue) \(shape(of: door.path))"
            if let other = seen[shape] {
                complaints.append(
                    other.path == door.path
                        ? "\(name): opened twice" : "\(name): cannot be told from \(other.path)")
            }
            seen[shape] = door
        }
        complaints += parametersOfOnePlace(doors.map(\.path))
        return complaints
    }

    private static func faults(of door: Door) -> [String] {
        var faults: [String] = []
        let isChange = ![.get, .head].contains(door.method)
        if ![.get, .head, .post, .put, .patch, .delete].contains(door.method) {
            faults.append("the method is none of GET, HEAD, POST, PUT, PATCH, DELETE")
        }
        if !door.path.hasPrefix("/") { faults.append("the path does not begin with “/”") }
        let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/{}")
        if !door.path.allSatisfy(allowed.contains) { faults.append("the path has characters that would need encoding") }
        let segments = RouteTable.segments(door.path)
        var names: Set<String> = []
        for (index, segment) in segments.enumerated() {
            switch segment {
            case .fixed(let text):
                if text.contains("{") || text.contains("}") {
                    faults.append("a parameter fills a whole part of a path")
                }
                if text == "." || text == ".." { faults.append("“\(text)” is no part of a path") }
                if text.isEmpty, segments.count > 1, index < segments.count - 1 {
                    faults.append("an empty part within the path")
                }
            case .parameter(let name):
                if name.isEmpty { faults.append("a parameter without a name") }
                if !names.insert(name).inserted { faults.append("two parameters “\(name)”") }
            }
        }
        if case .open(let reason) = door.access, reason.description.isEmpty { faults.append("open without a reason") }
        switch door.audit {
        case .none(let reason) where reason.description.isEmpty: faults.append("unrecorded without a reason")
        case .event(let action) where !isNamedWell(action.description):
            faults.append("“\(action)” is no action: thing.verb, lower case")
        default: break
        }
        if door.bodyLimit < 0 { faults.append("a body limit below zero") }
        if case .open = door.access, isChange, door.rate != .signIn {
            if case .none = door.audit {} else { faults.append("a recorded change that anybody may make") }
        }
        return faults
    }

    private static func isNamedWell(_ action: String) -> Bool {
        let parts = action.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2
            && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { "abcdefghijklmnopqrstuvwxyz-".contains($0) } }
    }

    private static func shape(of path: String) -> String {
        RouteTable.segments(path).map { if case .fixed(let text) = $0 { text } else { "{}" } }.joined(separator: "/")
    }

    /// One place has one parameter name: else handlers would read by a name that another door gave.
    private static func parametersOfOnePlace(_ paths: [String]) -> [String] {
        var names: [String: String] = [:]
        var complaints: [String] = []
        for path in Set(paths).sorted() {
            var prefix = ""
            for segment in RouteTable.segments(path) {
                switch segment {
                case .fixed(let text): prefix += "/\(text)"
                case .parameter(let name):
                    if let other = names[prefix], other != name {
                        complaints.append("\(path): “{\(name)}” is called “{\(other)}” in another path")
                    }
                    names[prefix] = name
                    prefix += "/{}"
                }
            }
        }
        return complaints
    }
}
