// SPDX-License-Identifier: Apache-2.0

public import ProvenanceVocabulary

/// One thing that was done to the asset.
///
/// Source: C2PA specification, "Actions", schemas `action-items-map` (version 1) and `action-item-map-v2`.
public struct ManifestAction: Sendable, Hashable {
    /// For example `c2pa.created`.
    public var name: String
    /// Where the content came from, when it is a known code.
    public var sourceType: DigitalSourceType?
    /// What stands there, known or not.
    public var sourceTypeText: String?
    /// Program that did it.
    public var softwareAgent: String?
    /// When it was done, as the file says.
    public var when: String?
    /// Assertions about ingredients that it took in.
    public var ingredients: [HashedReference]
    /// Something else than hashed addresses stands where ingredients belong.
    public var hasMalformedIngredients: Bool
    /// Address of the assertion that it took out.
    public var redacted: String?

    /// Makes an action.
    public init(
        name: String, sourceTypeText: String? = nil, softwareAgent: String? = nil, when: String? = nil,
        ingredients: [HashedReference] = [], redacted: String? = nil
    ) {
        self.name = name
        self.sourceTypeText = sourceTypeText
        sourceType = sourceTypeText.flatMap(DigitalSourceType.init)
        self.softwareAgent = softwareAgent
        self.when = when
        self.ingredients = ingredients
        hasMalformedIngredients = false
        self.redacted = redacted
    }
}

/// A `c2pa.actions` assertion.
public struct ActionList: Sendable, Hashable {
    /// In the order of the file.
    public var actions: [ManifestAction]
    /// The signer says that nothing else was done; version 1 cannot say it.
    public var allActionsIncluded: Bool

    /// Reads an assertion of either version.
    ///
    /// Templates fill what actions of their name leave out. Real files have text where version 2 wants maps
    /// (`softwareAgent`), so both are read in both versions.
    ///
    /// - Throws: ``ClaimFault`` when there is no list of actions, or an action has no name.
    public init(_ value: CBORValue) throws(ClaimFault) {
        guard let elements = value["actions"]?.array else { throw ClaimFault("the assertion has no actions") }
        allActionsIncluded = value["allActionsIncluded"]?.boolean ?? false
        let agents = value["softwareAgents"]?.array ?? []
        // The first template of a name counts; a dictionary keeps a list of many templates from being walked each time.
        var templates: [String: CBORValue] = [:]
        for template in value["templates"]?.array ?? [] {
            guard let name = template["action"]?.text, templates[name] == nil else { continue }
            templates[name] = template
        }
        actions = []
        actions.reserveCapacity(elements.count)
        for element in elements {
            guard let name = element["action"]?.text else { throw ClaimFault("an action has no name") }
            let template = templates[name] ?? templates["*"]
            actions.append(Self.action(name, element, template: template, agents: agents))
        }
    }

    private static func action(
        _ name: String, _ value: CBORValue, template: CBORValue?, agents: [CBORValue]
    ) -> ManifestAction {
        let sourceType = value["digitalSourceType"] ?? template?["digitalSourceType"]
        let agent = agent(of: value, agents) ?? template.flatMap { self.agent(of: $0, agents) }
        var action = ManifestAction(
            name: name, sourceTypeText: sourceType?.untagged.text, softwareAgent: agent,
            when: (value["when"] ?? template?["when"])?.untagged.text)
        let parameters = value["parameters"]
        action.redacted = parameters?["redacted"]?.untagged.text
        if let list = parameters?["ingredients"], list.isPresent {
            guard let elements = list.array else {
                action.hasMalformedIngredients = true
                return action
            }
            for element in elements {
                if let reference = HashedReference(element) {
                    action.ingredients.append(reference)
                } else {
                    action.hasMalformedIngredients = true
                }
            }
        } else if let single = parameters?["ingredient"], single.isPresent {
            if let reference = HashedReference(single) {
                action.ingredients = [reference]
            } else {
                action.hasMalformedIngredients = true
            }
        }
        return action
    }

    private static func agent(of value: CBORValue, _ agents: [CBORValue]) -> String? {
        if let agent = value["softwareAgent"] { return agent.text ?? agent["name"]?.text }
        guard let index = value["softwareAgentIndex"]?.integer, agents.indices.contains(index) else { return nil }
        return agents[index]["name"]?.text
    }
}
