import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code, link, longestField, sentence } from '../../src/reporting/safe-markdown.ts';

const zeroWidth = '\u200B';

describe('a field', () => {
  it.each([
    ['shop/web', '`shop/web`'],
    ['', '`""`'],
    ['  ', '`""`'],
    ['a`b', '``a`b``'],
    ['`a', '`` `a ``'],
    ['``a`', '``` ``a` ```'],
    ['a\nb\t\u00A0c', '`a b c`'],
    ['a|b', '`a\\u007Cb`'],
    ['a\u202Eb\u200Bc\u0007', '`a\\u202Eb\\u200Bc\\u0007`'],
    ['a\u{E0041}', '`a\\u{E0041}`'],
    ['@octocat', `\`@${zeroWidth}octocat\``],
    ['o/r#1', `\`o/r#${zeroWidth}1\``],
    ['GH-1', `\`GH-${zeroWidth}1\``],
    ['<!-- x -->', `\`<${zeroWidth}!-- x -->\``],
    ['https://example.com', `\`https:${zeroWidth}//example.com\``],
    ['web-2', '`web-2`'],
  ])('%j', (text, expected) => {
    expect(code(text)).toBe(expected);
  });

  it('is cut in the middle, so that a path keeps its file name', () => {
    const shown = code(`k8s/${'x'.repeat(5000)}/service.yaml`);

    expect(shown).toMatch(/^`k8s\/x+…x+\/service\.yaml`$/);
    expect(shown.length).toBe(longestField + 2);
  });

  it('of many megabytes is not read through', () => {
    expect(code('😀'.repeat(5_000_000)).length).toBeLessThan(3 * longestField);
  });
});

describe('a sentence', () => {
  it.each([
    ['Port 443 is an https listener, see E03.', 'Port 443 is an https listener, see E03.'],
    ['preStop 30 s + 30 s > grace (default).', 'preStop 30 s + 30 s > grace (default).'],
    ['Set a.b/c-d: "on", please.', 'Set `a.b/c-d`: "on", please.'],
    ['Use ["sleep", "30"] there.', 'Use `["sleep", "30"]` there.'],
    ['(see a/b)', '(see `a/b`)'],
    ['端口 443 使用 a_b，应为@x。', `端口 443 使用 \`a_b\`，应为\`@${zeroWidth}x\`。`],
    ['1. a list', '`1`. a list'],
    ['+ a list', '`+` a list'],
    ['# heading', '`#` heading'],
    ['see www.中', 'see `www`.中'],
    ['commit deadbeef', 'commit `deadbeef`'],
    [':tada: *b* _i_ ~s~ $x$ &lt;', '`:tada`: `*b* _i_ ~s~ $x$ &lt`;'],
  ])('%j', (text, expected) => {
    expect(sentence(text)).toBe(expected);
  });
});

describe('a link', () => {
  it('goes around the code span, its address encoded', () => {
    expect(link('a]b', 'https://github.com/o/r/blob/x/a)b|<c>.yaml#L3')).toBe(
      '[`a]b`](https://github.com/o/r/blob/x/a%29b%7C%3Cc%3E.yaml#L3)',
    );
  });

  it.each([undefined, 'javascript:alert(1)', '//example.com'])('to %j is none', (url) => {
    expect(link('a', url)).toBe('`a`');
  });
});

/** Texts made of what is dangerous, and of anything. */
const pieces = [
  '@ @octocat # #1 o/r#1 GH-1 < <!-- --> | \\ \\| ` `` ``` ~~~ * _ [ ] ( ) ![ ]( :// http https://a.b www. a@b.c mailto: &',
  '&#64; :tada: $ \u2028 \u200B \u202E \u00AD \uD800 \u0301 中 。 fixes 1. - </details> <img/src=x> --- === > 0123456 \u0000 !',
];
const piece = fc.constantFrom(' ', '  ', '\n', '\r', '\t', '\u00A0', ...pieces.join(' ').split(' '));
const hostile = fc.array(fc.oneof({ weight: 4, arbitrary: piece }, fc.string({ unit: 'binary' })), { maxLength: 60 });
const anyText = hostile.map((parts) => parts.join(''));

/** Code spans as CommonMark finds them: a run of backticks up to the next run of the same length. */
function outsideOfCode(markdown: string): { outside: string; spans: string[] } {
  const spans: string[] = [];
  let outside = '';
  let at = 0;
  for (const run of markdown.matchAll(/`+/g)) {
    if (run.index < at) continue;
    const [fence] = run;
    const rest = markdown.slice(run.index + fence.length);
    const close = [...rest.matchAll(/`+/g)].find(([other]) => other.length === fence.length);
    if (close === undefined) continue;
    outside += `${markdown.slice(at, run.index)}\u0001`;
    spans.push(rest.slice(0, close.index));
    at = run.index + fence.length + close.index + fence.length;
  }
  return { outside: outside + markdown.slice(at), spans };
}

describe('whatever the text', () => {
  it('a field is one code span, and nothing of it comes alive when the span is stripped', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = code(text);
        const { outside, spans } = outsideOfCode(shown);

        expect(outside).toBe('\u0001');
        expect(Array.from(spans[0]?.replaceAll(zeroWidth, '') ?? '').length).toBeLessThanOrEqual(longestField + 2);
        expectHarmless(shown);
      }),
    );
  });

  it('a sentence has nothing but plain words outside of its code spans', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = sentence(text);
        const { outside } = outsideOfCode(shown);

        expect(outside).toMatch(
          /^[\p{Script=Latin}\p{Script=Han}0-9 \u0001,.;:!?()"“”'’%+=>–×/≥≤−。，；：、（）「」《》？！—…-]*$/u,
        );
        expect(outside).not.toMatch(/^[\s+=>-]|^\d+[.)]|:\/\/|www|!\[|\]\(|:\w+:|[0-9a-f]{7}|\w-\d+\b(?<!\d-\d+)/i);
        expectHarmless(shown);
      }),
    );
  });
});

function expectHarmless(shown: string): void {
  expect(shown).not.toMatch(/@(?!\u200B)|<(?!\u200B)|#\d|\bGH-\d|:\/\/|\bwww\.|\|/i);
  expect(shown.replaceAll(zeroWidth, '')).not.toMatch(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u,
  );
  expect(shown).not.toMatch(/\p{Mark}{5}/u);
}
