// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("The built server")
struct ServerTests {
    @Test(
        "answers every address of the compatible surface as a client of HMA expects",
        .enabled(if: Repository.python != nil, "needs .venv: scripts/install-peers"))
    func compatibleSurface() throws {
        let server = try RunningServer([
            "--matcher-enabled", "true", "--matcher-loopback", "true", "--rates-ordinary", "0", "--rates-strangers",
            "1000",
        ])
        let key = try server.key("matcher,list-manager")
        let reader = try server.key("matcher,exchange")
        let client = try Execution.peer("hma_client.py", [server.url, key, reader, "--loopback"])
        let failures = client.lines.filter { $0.hasPrefix("FAILED") }
        #expect(failures == [], "\(client.errors)")
        #expect(client.status == 0, "\(client.errors)")
        #expect(client.lines.count > 300)
        #expect(server.stop() == 0)
    }

    private static let database = ProcessInfo.processInfo.environment["TUTELA_TEST_POSTGRES"] ?? ""

    @Test(
        "shows another server's changes within a second, and says so when it is cut off",
        .enabled(if: !database.isEmpty, "needs PostgreSQL: scripts/test-postgres"),
        .enabled(
            if: geteuid() == 0 && FileManager.default.fileExists(atPath: "/usr/sbin/ip"), "needs root and iproute2"))
    func twoServers() throws {
        struct Outcome: Decodable {
            struct Figures: Decodable { var p99: Double }
            var appeared: Figures
            var disappeared: Figures
            var wrong: [String]

            enum CodingKeys: String, CodingKey {
                case appeared = "new entry ms"
                case disappeared = "withdrawn entry ms"
                case wrong
            }
        }
        let scratch = try TemporaryFolder()
        let run = try Execution.run(
            "/usr/bin/python3",
            [
                Repository.root.appending(path: "Tests/Peers/two_servers.py").path, Repository.programs.path,
                scratch.path,
                Self.database, Repository.runsLongTests ? "500" : "40",
            ])
        #expect(run.status == 0, "\(run.errors)")
        let outcome = try JSONDecoder().decode(Outcome.self, from: Data(run.output.utf8))
        #expect(outcome.wrong == [])
        #expect(outcome.appeared.p99 <= 1_000)
        #expect(outcome.disappeared.p99 <= 1_000)
    }

    @Test("refuses settings that it does not know, with a guess, and prints no secret")
    func settings() throws {
        let home = try TemporaryFolder()
        func check(_ arguments: [String], _ environment: [String: String] = [:]) throws -> Execution {
            try Execution.run(
                Repository.program("tutela-server"), ["--home", home.path, "--check"] + arguments,
                environment: environment)
        }
        let wrong = try check(["--prot", "80"])
        #expect(wrong.status != 0)
        #expect(wrong.errors.contains("Did you mean --port?"))

        _ = try home.write(Data("listne: 127.0.0.1\n".utf8), to: "tutela.yaml")
        let wrongInFile = try check([])
        #expect(wrongInFile.status != 0)
        #expect(wrongInFile.errors.contains("Did you mean “listen”?"))

        _ = try home.write(Data("port: 8123\n".utf8), to: "tutela.yaml")
        let right = try check([], ["TUTELA_DATABASE": "postgresql://tutela:nonsense-word@127.0.0.1/tutela"])
        #expect(right.status == 0, "\(right.errors)")
        #expect(right.output.contains("8123"))
        #expect(!(right.output + right.errors).contains("nonsense-word"))
    }

    @Test("keeps every entry that it acknowledged, when it is killed while others are on their way")
    func killed() throws {
        let home = try TemporaryFolder()
        var acknowledged: Set<String> = []
        for round in 0..<(Repository.runsLongTests ? 200 : 8) {
            let server = try RunningServer(["--rates-ordinary", "0"], home: home)
            let key = try server.key("list-manager,submitter")
            let script = """
                import http.client, json, secrets, sys, time
                host, key, round = sys.argv[1:4]
                c = http.client.HTTPConnection(host, timeout=10)
                def ask(path, body):
                    c.request("POST", path, json.dumps(body), {"authorization": "Bearer " + key, "content-type": "application/json"})
                    r = c.getresponse(); r.read(); return r.status
                # A key that the command line made is known to the server a moment later.
                while round == "0" and (status := ask("/api/v1/banks", {"name": "kept"})) != 201:
                    assert status == 401, status
                    time.sleep(0.3)
                try:
                    for n in range(100000):
                        name = f"k{round}-{n}"
                        if ask("/api/v1/banks/kept/entries", {"entries": [{"id": name, "fingerprints": {"pdq": secrets.token_hex(32)}}]}) == 201:
                            print(name, flush=True)
                except (OSError, http.client.HTTPException): pass
                """
            let pid = server.pid
            // The first has to make the list before it dies.
            let delay = UInt32.random(in: 200_000...400_000) + (round == 0 ? 3_000_000 : 1_000_000)
            Thread {
                usleep(delay)
                kill(pid, SIGKILL)
            }
            .start()
            let host = server.url.replacing("http://", with: "")
            let client = try Execution.run("/usr/bin/python3", ["-c", script, host, key, String(round)])
            #expect(client.status == 0, "\(client.errors)")
            acknowledged.formUnion(client.lines)
            server.killAtOnce()
        }
        #expect(acknowledged.count > 20)
        let exported = try Execution.run(
            Repository.program("tutela"), ["bank", "export", "kept", "--home", home.path])
        #expect(exported.status == 0, "\(exported.errors)")
        let missing = acknowledged.filter { !exported.output.contains($0) }
        #expect(missing == [])
    }
}
