/**
 * By what a port is taken for one that speaks TLS: the numbers registered for HTTPS and its usual alternative, and the
 * names that manifests give it. Sources: the vendor's troubleshooting guide, section on HTTPS backends (its example moves
 * 443 to 80), and https://www.iana.org/assignments/service-names-port-numbers (checked 2026-11-24).
 */
export const tlsPortNumbers: ReadonlySet<number> = new Set([443, 8443]);
export const tlsPortNames: ReadonlySet<string> = new Set(['https', 'tls']);
