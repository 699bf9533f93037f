-- SPDX-License-Identifier: Apache-2.0
-- Sends one body after another: wrk -s post.lua URL -- PATH TYPE FILE..., a body each.
local requests, turn = {}, 0

function init(arguments)
    local path, kind = arguments[1], arguments[2]
    wrk.headers["Content-Type"] = kind
    for number = 3, #arguments do
        local file = assert(io.open(arguments[number], "rb"))
        requests[#requests + 1] = wrk.format("POST", path, nil, file:read("*a"))
        file:close()
    end
end

function request()
    turn = turn % #requests + 1
    return requests[turn]
end
