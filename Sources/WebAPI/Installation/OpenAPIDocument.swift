// SPDX-License-Identifier: Apache-2.0

/// The document of the API, as it lies in `docs/openapi`.
public enum OpenAPIDocument {
    /// YAML, UTF-8.
    public static var bytes: [UInt8] { PackageResources.tutela_v1_yaml }
}
