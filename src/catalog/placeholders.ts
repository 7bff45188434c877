/** Words of the cloud's API that look like variables: the address of the backend as the domain of a health check. */
const ownWords = new Set(['$SERVER_IP', '$_ip']);

/** Something that a tool fills in: `${VAR}`, `$(VAR)`, `$VAR`, `{{ x }}`, `%VAR%`, `#{x}#`, `__VAR__`. */
const variable =
  /\$\{[^}]*\}|\$\([^)]*\)|^\$[A-Za-z_][A-Za-z0-9_]*$|\{\{.*\}\}|^%[A-Za-z][A-Za-z0-9_]*%$|#\{[^}]*\}|^__[A-Za-z0-9_]+__$/;
/** Something that a person fills in, alone or in a list: `<lb-id>`, `{your-id}`, `lb-xxxx`, `YOUR_CERT_ID`, `REPLACE_ME`. */
const dummy =
  /(?:^|[,:=])(?:<[^<>]+>|\{[A-Za-z][^{}]*\}|[a-z]+-(?:[a-z0-9]*x{3,}|y{3,}|\*{3,})|x{4,}|your[-_][a-z0-9_-]*(?:ids?|name|cert|ip)|(?:replace|change)[-_]?me)(?:$|[,:=])/i;

/**
 * Text that is put in at deployment. To every rule but one such a value is unknown, neither right nor wrong (§6.4 of the behaviour notes, `placeholder-value`).
 */
export function isPlaceholder(text: string): boolean {
  return !ownWords.has(text) && (variable.test(text) || dummy.test(text));
}
