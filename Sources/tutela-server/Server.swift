// SPDX-License-Identifier: Apache-2.0

@main
struct Server {
    static func main() async {}
}
