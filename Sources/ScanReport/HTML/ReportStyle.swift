// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation

/// The one style block, and the policy that admits it and nothing else.
struct ReportStyle {
    let css: String

    /// - Parameters:
    ///   - footer: Printed at the foot of each page.
    ///   - page: The same, with `{page}` and `{pages}` where the numbers go.
    init(footer: String, page: String) {
        let sheet = String(decoding: PackageResources.report_css, as: UTF8.self)
        let numbered = Template(stringLiteral: page).parts(.other).map { part in
            switch part {
            case .text(let text): Self.quoted(text)
            case .place(let name): "counter(\(name == "pages" ? "pages" : "page"))"
            }
        }
        css =
            sheet
            .replacing("\"{footer}\"", with: Self.quoted(footer))
            .replacing("\"{page}\"", with: numbered.joined(separator: " "))
    }

    var policy: String {
        let digest = Data(SHA256.hash(data: Data(css.utf8))).base64EncodedString()
        return "default-src 'none'; style-src 'sha256-\(digest)'; base-uri 'none'; form-action 'none'"
    }

    /// A CSS string that cannot end early, nor end the style block: everything unusual becomes an escape.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar.isASCII,
                scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || " .,:-".unicodeScalars.contains(scalar)
            {
                quoted.unicodeScalars.append(scalar)
            } else {
                quoted += "\\" + String(scalar.value, radix: 16) + " "
            }
        }
        return quoted + "\""
    }
}
