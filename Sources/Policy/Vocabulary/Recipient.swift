// SPDX-License-Identifier: Apache-2.0

/// Whom an obligation addresses.
public enum Recipient: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    case aepd
    case afpACCCE = "afp-accce"
    case c3pCybertip = "c3p-cybertip"
    case caPolice = "ca-police"
    case cnCyberspaceAdministration = "cn-cyberspace-administration"
    case cnPublicSecurity = "cn-public-security"
    case counsel
    case dsaTransparencyDatabase = "dsa-transparency-database"
    case esPoliceOrProsecutor = "es-police-or-prosecutor"
    case esafety
    case euCentre = "eu-centre"
    case euMemberStateLE = "eu-member-state-le"
    case europol
    case jpInternetHotlineCenter = "jp-internet-hotline-center"
    case kmcc
    case kmcsc
    case nca
    case ncmec
    case offender
    case reporter
    case safetyTeam = "safety-team"
    case subject
    case uploader

    /// By name, so that lists of obligations have one order.
    public static func < (left: Recipient, right: Recipient) -> Bool { left.rawValue < right.rawValue }
}

/// What is kept, destroyed or processed.
public enum Matter: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    // Artifacts.
    case computerData = "computer-data"
    case content
    case context
    case conversation
    case judgementBasis = "judgement-basis"
    case reference
    case report
    case reportExistence = "report-existence"
    case safeguards
    case userData = "user-data"
    // Purposes of processing.
    case copy
    case datasetBuild = "dataset-build"
    case embed
    case export
    case mlTrain = "ml-train"
    case privateScan = "private-scan"
    case redTeamGenerate = "red-team-generate"
    case share
    case thirdPartyAPI = "third-party-api"
    case thumbnailCache = "thumbnail-cache"

    /// By name, so that lists have one order.
    public static func < (left: Matter, right: Matter) -> Bool { left.rawValue < right.rawValue }
}
