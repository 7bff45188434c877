import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One line of `table.tsv`: a change, and what the row of the behaviour notes says comes of it. */
export interface Row {
  /** `T01` to `T68`: the row of §3. */
  readonly row: string;
  /** The folder with `base.yaml` and `head.yaml`, one of which may be missing. */
  readonly fixture: string;
  readonly says: string;
  /** Facts of the cluster, `name=value`; the controller is v2.14.0 unless they say otherwise. */
  readonly facts: readonly string[];
  /** What people did, and what order things came in. */
  readonly given: string;
  readonly expected: Said;
  readonly findings: readonly string[];
}

/** What becomes of a change, in short texts. */
export interface Said {
  /** The controllers that take note; `nobody`: there is no event. */
  readonly noticed: string;
  /** Of each step in turn: how it ends, and how far a failure reaches; where the order of calls decides, both. */
  readonly result: string;
  /** Events of each step that fails. */
  readonly event: string;
  /** What becomes of load balancers, and what changes on them. */
  readonly loadBalancer: string;
  /** `+` made, `-` deleted, `-/+` closed in between, `~` changed, `!` refused by the cloud; `left` stays behind. */
  readonly listeners: string;
  /** The same for server groups by their port; `~`: members or attributes. */
  readonly groups: string;
  /** What is left of each Service, and what its status shows where that is not the load balancer's address. */
  readonly services: string;
}

/** The whole table, in order. */
export function readTable(folder: string): Row[] {
  const [, ...lines] = readFileSync(join(folder, 'table.tsv'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [row, fixture, says, facts, given, noticed, result, event, loadBalancer, listeners, groups, services, found] =
      line.split('\t').map((cell) => (cell === '-' ? '' : cell));
    return {
      row: row ?? '',
      fixture: fixture ?? '',
      says: says ?? '',
      facts: words(facts),
      given: given ?? '',
      expected: {
        noticed: noticed ?? '',
        result: result ?? '',
        event: event ?? '',
        loadBalancer: loadBalancer ?? '',
        listeners: listeners ?? '',
        groups: groups ?? '',
        services: services ?? '',
      },
      findings: words(found),
    };
  });
}

function words(cell: string | undefined): string[] {
  return cell === undefined || cell === '' ? [] : cell.split(' ');
}
