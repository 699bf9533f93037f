// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Mustache

/// The pages as they were when the program was built.
struct Templates: Sendable {
    enum Name: String, CaseIterable {
        case layout, arrival, signin, password, account, today, problem, reference, properties
        case passwordFields = "password-fields"

        fileprivate var bytes: [UInt8] {
            switch self {
            case .layout: PackageResources.layout_mustache
            case .arrival: PackageResources.arrival_mustache
            case .signin: PackageResources.signin_mustache
            case .password: PackageResources.password_mustache
            case .passwordFields: PackageResources.password_fields_mustache
            case .account: PackageResources.account_mustache
            case .today: PackageResources.today_mustache
            case .problem: PackageResources.problem_mustache
            case .reference: PackageResources.reference_mustache
            case .properties: PackageResources.properties_mustache
            }
        }
    }

    private let library: MustacheLibrary

    /// - Throws: what the parser says of a template: a defect of the program, found by any test that makes a page.
    init() throws {
        MustacheContentTypes.register(ScalarEscaping(), named: ScalarEscaping.name)
        var library = MustacheLibrary()
        for name in Name.allCases {
            // Each template says how it escapes, partial ones too: they begin with the library's own way otherwise.
            let text = "{{% CONTENT_TYPE: \(ScalarEscaping.name)}}" + String(decoding: name.bytes, as: UTF8.self)
            try library.register(text, named: name.rawValue)
        }
        self.library = library
    }

    func render(_ name: Name, _ page: some Sendable) -> String {
        library.render(page, withTemplate: name.rawValue) ?? ""
    }
}
