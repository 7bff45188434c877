/**
 * The JSON values of a text that holds one after the other, as a loop over pages appends them. Only braces and brackets
 * are looked at: what is no JSON stays no JSON, and is found when it is parsed.
 */
export function splitJson(text: string): string[] {
  const values: string[] = [];
  let depth = 0;
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (isQuoted) {
      if (character === '\\') at += 1;
      else if (character === '"') isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth !== 0) continue;
      values.push(text.slice(start, at + 1));
      start = at + 1;
    }
  }
  const rest = text.slice(start);
  return rest.trim() === '' ? values : [...values, rest];
}
