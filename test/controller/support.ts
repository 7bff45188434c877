import { predict, type Prediction } from '../../src/controller/prediction.ts';
import type { Subject, SubjectPort } from '../../src/controller/subject.ts';
import type { Surroundings } from '../../src/controller/surroundings.ts';
import { verdictsOf, type Verdict } from '../../src/controller/verdicts.ts';

export const prefix = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-';

export interface Wish {
  /** By short key, or by full key where it holds a slash. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly kind?: 'clb' | 'nlb';
  readonly ports?: readonly Partial<SubjectPort>[];
  readonly policy?: string;
  readonly type?: string;
}

const port: SubjectPort = {
  name: undefined,
  port: 80,
  protocol: 'TCP',
  targetPort: 8080,
  nodePort: 30_080,
  located: undefined,
};

/** A Service with one tcp port, as it would come from an API server: texts are meant literally. */
export function subjectOf({ annotations = {}, kind = 'clb', ports = [{}], policy = 'Cluster', type }: Wish): Subject {
  const zones = kind === 'nlb' && annotations['zone-maps'] === undefined ? { 'zone-maps': 'a:vsw-1,b:vsw-2' } : {};
  return {
    type: type ?? 'LoadBalancer',
    loadBalancerClass: kind === 'nlb' ? 'alibabacloud.com/nlb' : undefined,
    externalTrafficPolicy: policy,
    namespace: 'shop',
    name: 'web',
    uid: undefined,
    ports: ports.map((one) => ({ ...port, ...one })),
    sourceRanges: [],
    annotations: new Map(
      Object.entries({ ...zones, ...annotations }).map(([name, text]) => {
        const key = name.includes('/') ? name : prefix + name;
        return [key, { key, text, written: text, located: undefined }];
      }),
    ),
  };
}

export function predictionOf(wish: Wish, surroundings: Surroundings = {}): Prediction {
  return predict(subjectOf(wish), surroundings);
}

/** The verdict on each annotation in one line: `acl-id ignored needs acl-status`. */
export function verdictLines(wish: Wish, surroundings: Surroundings = {}): string[] {
  const subject = subjectOf(wish);
  return verdictsOf(subject, predict(subject, surroundings))
    .filter(({ shortKey }) => shortKey !== 'zone-maps' || wish.annotations?.['zone-maps'] !== undefined)
    .map(lineOf);
}

function lineOf(verdict: Verdict): string {
  const { shortKey, outcome, why } = verdict;
  if (why === undefined) return `${shortKey} ${outcome}`;
  const after = outcome === 'refused' ? ` ${verdict.event} ${verdict.failure}` : '';
  return `${shortKey} ${outcome} ${why.because}${detailOf(verdict)}${after}`;
}

function detailOf({ why }: Verdict): string {
  switch (why?.because) {
    case 'needs':
      return ` ${why.condition.needs}`;
    case 'incomplete':
      return ` ${why.demands}`;
    case 'conflict':
      return ` ${why.with}`;
    case 'outranked':
      return ` ${why.by}`;
    case 'too-new':
      return ` ${why.since}`;
    case 'other-controller':
      return ` ${why.controller}`;
    case 'no-such-listener':
      return ` ${why.actsOn.join('/')}`;
    case 'backend-mode':
      return ` ${why.mode}`;
    case 'hidden':
      return ` ${why.by.key.slice(prefix.length)}`;
    case 'value':
      return why.beyond.limit === 'range' ? ` ${why.beyond.range.min}-${why.beyond.range.max}` : ` ${why.beyond.text}`;
    default:
      return '';
  }
}
