// SPDX-License-Identifier: Apache-2.0

public import MediaDecoding

/// Starts the decoder, decodes its golden pictures, and makes a forbidden call on purpose.
public enum DecoderCheck {
    /// What stands on this machine between a hostile picture and the rest.
    public static func findings(_ configuration: ConfinedDecoder.Configuration) -> [Finding] {
        let confinement: Confinement
        do throws(DecoderError) {
            confinement = try DecoderSelfTest.run(configuration)
        } catch {
            return [
                Finding(
                    .fail, "decoder", error.message,
                    mend: error.code == .notFound
                        ? "put tutela-decoder beside tutela" : "see docs/decoder.md")
            ]
        }
        var findings: [Finding] = []
        if confinement.isInsecure {
            findings.append(Finding(.fail, "decoder", confinement.summary, mend: "leave out --insecure-decoder"))
        } else {
            findings.append(
                Finding(.ok, "decoder", "\(confinement.summary); a forbidden call was tried and killed its process"))
        }
        if confinement.landlockABI == 0 && !confinement.isInsecure {
            findings.append(
                Finding(
                    .warn, "decoder", "this kernel has no Landlock: one layer of confinement fewer",
                    mend: "use Linux 5.13 or newer with CONFIG_SECURITY_LANDLOCK and lsm=landlock"))
        }
        if !confinement.hasUserNamespace && !confinement.isInsecure {
            findings.append(
                Finding(
                    .warn, "decoder", "it could not get a user namespace of its own: one layer fewer",
                    mend: "allow user namespaces: sysctl user.max_user_namespaces"))
        }
        let codecs = confinement.codecs.map { "\($0.format) \($0.library)" }.joined(separator: ", ")
        findings.append(Finding(.ok, "codecs", "\(codecs); golden pictures decode to their known pixels"))
        return findings
    }
}
