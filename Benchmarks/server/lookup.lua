-- SPDX-License-Identifier: Apache-2.0
-- Asks for one path after another: wrk -s lookup.lua URL -- FILE, which holds a path a line.
local paths, turn = {}, 0

function init(arguments)
    for line in io.lines(arguments[1]) do paths[#paths + 1] = wrk.format("GET", line) end
end

function request()
    turn = turn % #paths + 1
    return paths[turn]
end
