import { env } from 'node:process';
import { Option } from 'commander';
import { CannotEvaluate } from './analysis/failure.ts';
import { didYouMean } from './analysis/suggest.ts';
import { localeFrom } from './host/terminal.ts';
import type { Locale } from './model/finding.ts';

/** A report that is asked for; without a file it goes to standard output. */
export interface Format<Name extends string> {
  readonly name: Name;
  readonly file: string | undefined;
}

/** For an option that may be given several times. */
export const collect = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];
export const colourOption = (): Option =>
  new Option('--color <when>', 'colours in text').choices(['auto', 'always', 'never']).default('auto');
export const localeOption = (): Option =>
  new Option('--locale <name>', 'language of messages: en or zh-CN (default: from LANG, else en)');

export const inventoryOption = (): Option =>
  new Option(
    '--inventory <file or glob>',
    'what exists in the cloud: JSON of aliyun slb DescribeLoadBalancers, DescribeLoadBalancerListeners, DescribeVServerGroups, aliyun vpc DescribeVSwitches; repeatable (default: inventory of the configuration)',
  ).argParser(collect);

/** For `--format`, as often as it is given. */
export function formatOf<Name extends string>(
  names: readonly Name[],
): (value: string, before: Format<Name>[] | undefined) => Format<Name>[] {
  return (value, before) => {
    const [written = '', ...rest] = value.split('=');
    const file = rest.length === 0 ? undefined : rest.join('=');
    const name = names.find((each) => each === written);
    if (name === undefined) {
      const known = `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
      throw new CannotEvaluate(`--format takes ${known}, not "${written}".${didYouMean(written, names)}`);
    }
    if (file === '') throw new CannotEvaluate(`--format ${name}= names no file.`);
    const formats = [...(before ?? []), { name, file }];
    if (formats.filter((format) => format.file === undefined).length > 1)
      throw new CannotEvaluate(
        'Only one --format may go to standard output; give the others a file: --format json=report.json.',
      );
    return formats;
  };
}

/** `2/4`: the second of four parts. */
export function shardOf(value: string): { index: number; total: number } {
  const [, index = '', total = ''] = /^(\d{1,4})\/(\d{1,4})$/.exec(value) ?? [];
  const shard = { index: Number(index), total: Number(total) };
  if (shard.index < 1 || shard.index > shard.total)
    throw new CannotEvaluate(`--shard takes i/n, as 2/4 for the second of four parts, not "${value}".`);
  return shard;
}

/** The language that is named, else that of the environment. */
export function localeOf(named: string | undefined): Locale {
  if (named !== undefined && named !== 'en' && named !== 'zh-CN')
    throw new CannotEvaluate(`--locale takes en, zh-CN, not "${named}".`);
  return named ?? localeFrom(env);
}
