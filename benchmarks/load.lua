-- wrk script: sends the prepared requests of CASES (tab-separated: cookie, body, a path where it is another than TARGET, and
-- the address of the person as a proxy in front says it) in turn, each thread its own share of them, and counts every answer
-- but EXPECT. Prints one JSON line at the end.
local method, target, expect = os.getenv("METHOD"), os.getenv("TARGET"), tonumber(os.getenv("EXPECT"))
local threads = {}

function setup(thread)
  thread:set("number", #threads)
  thread:set("wrong", 0)
  table.insert(threads, thread)
end

function init()
  prepared, turn = {}, 0
  local line_number = 0
  for line in io.lines(os.getenv("CASES")) do
    if line_number % tonumber(os.getenv("THREADS")) == number then
      local cookie, body, path, person = line:match("^(.-)\t([^\t]*)\t?([^\t]*)\t?(.*)$")
      local headers = {["Cookie"] = cookie}
      if person ~= "" then headers["X-Forwarded-For"] = person end
      if method == "POST" then headers["Content-Type"] = "application/x-www-form-urlencoded" end
      table.insert(prepared, wrk.format(method, path ~= "" and path or target, headers, method == "POST" and body or nil))
    end
    line_number = line_number + 1
  end
end

function request()
  turn = turn % #prepared + 1
  return prepared[turn]
end

function response(status)
  if status ~= expect then wrong = wrong + 1 end
end

function done(summary, latency)
  local unexpected = 0
  for _, thread in ipairs(threads) do unexpected = unexpected + thread:get("wrong") end
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"rps":%.1f,"p50_ms":%.2f,"p99_ms":%.2f,"unexpected":%d,"socket_errors":%d}\n',
    summary.requests, summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, unexpected, errors.connect + errors.read + errors.write + errors.timeout))
end
