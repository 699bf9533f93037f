// SPDX-License-Identifier: Apache-2.0

/// A hint that something in the database changed. It can come late, twice, or for a change of one's own; whoever hears
/// it looks into the database.
public enum StoreAnnouncement: Hashable, Sendable {
    /// Something changed under this topic; nil is "something, under any topic".
    case changed(String?)
    /// From now on changes are heard. Those of before may have been missed: look now.
    case connected
    /// Changes are not heard until ``connected`` comes again.
    case disconnected
}
