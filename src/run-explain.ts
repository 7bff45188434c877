import { CannotEvaluate } from './analysis/failure.ts';
import { explain, explainIds, loadBalancerIn, type ExplainResult, type Manifests } from './analysis/explain/explain.ts';
import { isSymptomId, type ExplainedId } from './analysis/explain/explanation.ts';
import { findSymptoms, symptomIds } from './analysis/explain/find-symptoms.ts';
import { joinObserved } from './analysis/explain/load-events.ts';
import type { Observed } from './analysis/explain/observation.ts';
import { onlyIds } from './analysis/explain/only-ids.ts';
import { readObserved } from './analysis/explain/read-observed.ts';
import { didYouMean } from './analysis/suggest.ts';
import { eventIds, isEventId } from './catalog/events/patterns.ts';
import { readInput } from './host/input-text.ts';
import type { Bilingual, Locale } from './model/finding.ts';

export interface ExplainRequest {
  /** Words of the command line. */
  readonly words: readonly string[];
  readonly files: readonly string[];
  readonly symptom: boolean;
  /** Nobody pipes anything in. */
  readonly isInteractive: boolean;
  readonly directory: string;
  readonly locale: Locale;
  readonly today: string;
}

export interface ExplainAnswer {
  readonly result: ExplainResult;
  /** Symptoms were asked for by no word: they are listed, one a line. */
  readonly isList: boolean;
  readonly notices: readonly Bilingual[];
}

/** Explains ids, words, messages or what kubectl printed. Throws `CannotEvaluate` where there is nothing to read. */
export async function runExplain(request: ExplainRequest): Promise<ExplainAnswer> {
  const { words, files, symptom, directory } = request;
  const said = words.join(' ').trim();
  const answer = (result: ExplainResult): ExplainAnswer => ({ result, isList: false, notices: [] });
  if (symptom) {
    if (files.length > 0) throw new CannotEvaluate('--symptom takes words, no --events.');
    if (said === '') return { ...answer(explainIds(symptomIds)), isList: true };
    const ids = idsOf(words) ?? findSymptoms(said);
    return answer(
      ids.length === 0 ? explain({ observations: [bare(said)], services: [], passedOver: 0 }) : explainIds(ids),
    );
  }
  const ids = said === '-' ? undefined : idsOf(words);
  if (ids !== undefined && files.length === 0) return answer(explainIds(ids));
  const observed = joinObserved(await readInputs(request, ids === undefined ? said : ''));
  const { manifests, notices } = await lookAround(observed, request, directory);
  const result = explain(observed, manifests);
  return { result: ids === undefined ? result : onlyIds(result, ids), isList: false, notices };
}

async function readInputs({ files, isInteractive, directory }: ExplainRequest, said: string): Promise<Observed[]> {
  const inputs: Observed[] = [];
  if (said !== '' && said !== '-') inputs.push(readObserved(said));
  for (const file of files) inputs.push(readObserved(await readInput(file, directory)));
  if (inputs.length > 0) return inputs;
  if (isInteractive && said !== '-')
    throw new CannotEvaluate(
      'There is nothing to explain: give a message, an id or --events <file>, or pipe something in.',
      'ack-service-gate explain --help shows examples.',
    );
  return [readObserved(await readInput('-', directory))];
}

const bare = (message: string): Observed['observations'][number] => ({
  message,
  reason: undefined,
  service: undefined,
  count: 1,
  lastSeen: undefined,
});

/** The events and symptoms of words that are ids, all of them; `E04` and `E15` stand for both of theirs. */
function idsOf(words: readonly string[]): readonly ExplainedId[] | undefined {
  const all = words.flatMap((word) => word.trim().split(/[\s,]+/)).filter((word) => word !== '');
  if (all.length === 0 || !all.every((word) => /^[ESXNP]\d{1,2}[ab]?$/i.test(word))) return undefined;
  const known = [...eventIds, ...symptomIds];
  return [
    ...new Set(
      all.flatMap((word) => {
        const id = `${word.slice(0, 1).toUpperCase()}${word.slice(1).toLowerCase()}`;
        const ids = [id, `${id}a`, `${id}b`].filter((each) => isEventId(each) || isSymptomId(each));
        if (ids.length === 0)
          throw new CannotEvaluate(
            `There is no event and no symptom "${word}".${didYouMean(word, known)}`,
            'Events are E01 to E41, X01 to X07, N01 to N11 and P01, symptoms S01 to S29; explain --symptom lists these.',
          );
        return ids;
      }),
    ),
  ];
}

/** The manifests of the repository around the directory, where the input names a Service or a load balancer in it. */
async function lookAround(
  { observations, services }: Observed,
  { locale, today }: ExplainRequest,
  directory: string,
): Promise<{ manifests: Manifests | undefined; notices: readonly Bilingual[] }> {
  const names = [
    ...observations.flatMap(({ service, message }) => service?.name ?? loadBalancerIn(message) ?? []),
    ...services.map(({ service }) => service.name),
  ];
  if (names.length === 0) return { manifests: undefined, notices: [] };
  // Git and the listing of files come with it: loaded only when there is something to look for.
  const { repositoryManifests } = await import('./explain-repository.ts');
  return repositoryManifests(new Set(names), { directory, locale, today });
}
