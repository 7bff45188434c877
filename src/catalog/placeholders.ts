/**
 * Text that is put in at deployment: `${VAR}`, `$(VAR)`, `$VAR`, `{{ x }}`, `<lb-id>`, `{your-id}`, `lb-xxxx`. To every rule but one such a
 * value is unknown, neither right nor wrong (§6.4 of the behaviour notes, `placeholder-value`).
 */
export function isPlaceholder(text: string): boolean {
  return /\$\{[^}]*\}|\$\([^)]*\)|^\$[A-Za-z_][A-Za-z0-9_]*$|\{\{.*\}\}|^<[^<>]+>$|^\{[A-Za-z][^{}]*\}$|^[a-z]+-x{3,}$|^x{4,}$/i.test(
    text,
  );
}
