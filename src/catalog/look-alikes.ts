/**
 * Letters of other scripts that look like those of annotation keys; compatibility forms (full width, ligatures) are left
 * to NFKC. Source: the table of confusable characters of Unicode Technical Standard 39,
 * https://www.unicode.org/reports/tr39/ (checked 2026-11-24), letters a to z and the dash.
 */
const looksLike: Readonly<Record<string, string>> = {
  // Cyrillic
  а: 'a',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  һ: 'h',
  і: 'i',
  ј: 'j',
  ӏ: 'l',
  о: 'o',
  р: 'p',
  ԛ: 'q',
  ѕ: 's',
  ѵ: 'v',
  ԝ: 'w',
  х: 'x',
  у: 'y',
  // Greek
  α: 'a',
  ι: 'i',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  υ: 'u',
  γ: 'y',
  // Latin letters of other alphabets
  ɑ: 'a',
  ı: 'i',
  ɡ: 'g',
  // Dashes
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '−': '-',
};

/** A key as people read it: letters that look alike are one, unseen ones are none, case and underscores do not count. */
export function asItLooks(key: string): string {
  const lower = key
    .normalize('NFKC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase();
  return lower.replaceAll(/[^\x20-\x7e]/gu, (letter) => looksLike[letter] ?? letter).replaceAll('_', '-');
}
