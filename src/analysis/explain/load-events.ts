import type { Problem } from '../../model/finding.ts';
import { CannotEvaluate } from '../failure.ts';
import type { Observed } from './observation.ts';
import { readObserved } from './read-observed.ts';

export interface EventsFile {
  readonly file: string;
  readonly text: string;
}

export interface LoadedEvents {
  /** undefined where nothing was read. */
  readonly observed: Observed | undefined;
  /** What was read. */
  readonly notices: readonly Problem[];
}

/** Reads what kubectl printed and adds it up. Throws `CannotEvaluate` for what names no object of a cluster. */
export function readEvents(files: readonly EventsFile[]): LoadedEvents {
  const read = files.map(({ file, text }) => ({ file, observed: readOne(file, text) }));
  return {
    observed: files.length === 0 ? undefined : joinObserved(read.map(({ observed }) => observed)),
    notices: read.map(told),
  };
}

/** What several inputs hold together. */
export function joinObserved(inputs: readonly Observed[]): Observed {
  return {
    observations: inputs.flatMap(({ observations }) => observations),
    services: inputs.flatMap(({ services }) => services),
    passedOver: inputs.reduce((total, { passedOver }) => total + passedOver, 0),
  };
}

function readOne(file: string, text: string): Observed {
  let observed: Observed;
  try {
    observed = readObserved(text);
  } catch (error) {
    if (!(error instanceof CannotEvaluate)) throw error;
    throw new CannotEvaluate(`${file}: ${error.message}`, error.hint);
  }
  const { observations, services, passedOver } = observed;
  // Any text is a message, which explains nothing here where nobody knows whose it is.
  const isNobodys = observations.length > 0 && observations.every(({ service }) => service === undefined);
  if (isNobodys && services.length + passedOver === 0)
    throw new CannotEvaluate(
      `${file}: this names no Service, so that no finding can be joined to it.`,
      'Give it what kubectl get events -A -o json or kubectl get svc -A -o json prints.',
    );
  return observed;
}

function told({ file, observed }: { readonly file: string; readonly observed: Observed }): Problem {
  const { observations, services } = observed;
  const states = services.length;
  return {
    kind: 'events-read',
    file,
    message: {
      en: `joined to findings (events of Services: ${observations.length}${states === 0 ? '' : `, LoadBalancer Services: ${states}`})`,
      zh: `已与问题关联（Service 事件 ${observations.length} 条${states === 0 ? '' : `，LoadBalancer Service ${states} 个`}）`,
    },
    location: null,
  };
}
