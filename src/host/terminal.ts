import { env, stderr, stdout } from 'node:process';
import type { Locale } from '../model/finding.ts';

/** Colours by the user's word, else on a terminal that shows them. */
export function wantsColour(when: 'auto' | 'always' | 'never'): boolean {
  if (when !== 'auto') return when === 'always';
  return stdout.isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}

/** The language of messages that the environment asks for. */
export function localeFrom(environment: NodeJS.ProcessEnv): Locale {
  const language = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  return /^zh/i.test(language) ? 'zh-CN' : 'en';
}

/** Progress of reading on standard error, shown from the third tenth of a second on. */
export function progressOn(wanted: boolean): { show: (done: number, total: number) => void; clear: () => void } {
  if (!wanted) return { show: () => {}, clear: () => {} };
  let next = Date.now() + 300;
  let shown = false;
  return {
    show: (done, total) => {
      if (Date.now() < next) return;
      next = Date.now() + 100;
      shown = true;
      stderr.write(`\r\u001B[Kreading ${done} of ${total} files`);
    },
    clear: () => {
      if (shown) stderr.write('\r\u001B[K');
    },
  };
}
