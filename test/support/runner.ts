/** A command as GitHub's runner reads one from the output of a step. */
export interface RunnerCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

const known = new Set(['error', 'warning', 'notice', 'debug', 'add-mask', 'stop-commands', 'group', 'set-output', 'x']);

/**
 * What the runner takes a line for, after the parser of actions/runner: `::name a=b,c=d::data` at the start of a line, or
 * else `##[name a=b;c=d]data` anywhere in it. It compares by language, so that characters nobody sees are passed over.
 */
export function commandIn(line: string): RunnerCommand | undefined {
  const seen = line.replace(/(?!\t)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '');
  const [, info, data] = /^\s*::(.*?)::(.*)$/su.exec(seen) ?? [];
  if (info !== undefined && data !== undefined && known.has(nameOf(info)))
    return { name: nameOf(info), properties: propertiesOf(info, ','), data: decoded(data) };
  const [, oldInfo, oldData] = /##\[([^\]]*)\](.*)$/su.exec(seen) ?? [];
  if (oldInfo === undefined || oldData === undefined || !known.has(nameOf(oldInfo))) return undefined;
  return { name: nameOf(oldInfo), properties: propertiesOf(oldInfo, ';'), data: decoded(oldData) };
}

/** All commands that an output gives; the runner ends lines at CR, LF or both. */
export function commandsIn(output: string): RunnerCommand[] {
  return output
    .split(/\r\n|[\r\n]/)
    .map(commandIn)
    .filter((command) => command !== undefined);
}

function nameOf(info: string): string {
  return (info.split(' ')[0] ?? '').toLowerCase();
}

function propertiesOf(info: string, separator: string): Record<string, string> {
  const list = info.includes(' ') ? info.slice(info.indexOf(' ') + 1).trim() : '';
  const pairs = list.split(separator).map((pair) => /^([^=]+)=(.+)$/su.exec(pair));
  return Object.fromEntries(
    pairs.flatMap((pair) =>
      pair === null ? [] : [[pair[1] ?? '', decoded((pair[2] ?? '').replaceAll('%3A', ':').replaceAll('%2C', ','))]],
    ),
  );
}

function decoded(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}
