import { escaped, visible } from './show-text.ts';

/**
 * Text for a log that GitHub's runner reads along. It takes `::name::` at the start of a line, blanks before it aside,
 * and `##[name]` anywhere in a line for commands.
 */
export function safeForLog(text: string): string {
  const lines = text.split(/\r\n|[\r\n]/);
  return lines.map((line) => withoutCommands(visible(line))).join('\n');
}

/**
 * Breaks what the runner would take for a command, in text that holds no unseen characters of others. A zero-width
 * character would not do: the runner compares texts by the rules of a language, which pass over it.
 */
export function withoutCommands(text: string): string {
  return withoutOldCommands(text.replace(/^(\s*):/gmu, `$1${escaped(':')}`));
}

/** Breaks `##[name]` only. */
export function withoutOldCommands(text: string): string {
  return text.replace(/(?<=##)\[/g, escaped);
}
