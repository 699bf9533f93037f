// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Submissions

/// A job as a client reads it. The result, JSON already, is put in by hand.
enum JobAnswer {
    static func json(_ job: Job) -> String {
        var object = JSONText()
        object.add("id", job.id)
        object.add("kind", job.kind.rawValue)
        object.add("state", job.state.rawValue)
        object.add("items", raw: String(job.items))
        object.add("created", job.created.description)
        if let finished = job.finished { object.add("finished", finished.description) }
        if let result = job.result { object.add("result", raw: result) }
        return object.closed
    }
}
