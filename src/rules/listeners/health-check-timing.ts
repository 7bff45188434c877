import { currentPrefix as prefix } from '../../catalog/annotation-keys.ts';
import { factOfShortKey, scoped } from '../../catalog/annotations.ts';
import { clbAnnotations } from '../../catalog/sources.ts';
import { annotation } from '../../controller/annotations.ts';
import { verdictOf, type LoadBalancer, type Verdict } from '../../controller/load-balancer.ts';
import { defineRule } from '../rule.ts';
import { integerOf, list, portsOf, verdictSpot } from '../support.ts';

interface Seconds {
  readonly key: string;
  readonly timeout: number;
  readonly interval: number;
}
interface Path {
  readonly uri: string;
}

/**
 * How long a CLB waits for the answer to a check: on tcp and udp, and on http and https listeners. The rule that a
 * timeout below the interval does not count is the CLB's: an NLB's own defaults are a timeout of 5 below an interval of 10.
 */
const timeouts = ['health-check-connect-timeout', 'health-check-timeout'];

export const healthCheckTiming = defineRule({
  id: 'health-check-timing',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'loadBalancer',
  events: ['S06'],
  summary: {
    en: 'Health check setting that does not act as written.',
    zh: '健康检查设置不会按所写内容生效。',
  },
  why: {
    en: 'The load balancer passes a timeout below the interval by and waits as long as the interval, without an event (S06): a dead backend is noticed later than was meant.',
    zh: '超时时间小于检查间隔时，负载均衡会忽略该值并以检查间隔作为超时时间，且不产生事件（S06）：失效后端被发现的时间晚于预期。',
  },
  remedy: {
    en: `Make the timeout at least as long as ${prefix}health-check-interval, or the interval shorter.`,
    zh: `使超时时间不小于 ${prefix}health-check-interval，或缩短检查间隔。`,
  },
  source: clbAnnotations('health-check-connect-timeout and health-check-timeout: below the interval they do not count'),
  messages: {
    'timeout-below-interval': {
      en: ({ key, timeout, interval }: Seconds) =>
        `${key} is ${timeout} s, below the interval of ${interval} s, which counts in its place.`,
      zh: ({ key, timeout, interval }) => `${key} 为 ${timeout} 秒，小于检查间隔 ${interval} 秒，实际以检查间隔为准。`,
    },
    'timeout-below-default-interval': {
      en: ({ key, timeout, interval }: Seconds) =>
        `${key} is ${timeout} s, below the default interval of ${interval} s, which counts in its place.`,
      zh: ({ key, timeout, interval }) =>
        `${key} 为 ${timeout} 秒，小于默认检查间隔 ${interval} 秒，实际以检查间隔为准。`,
      firesOn: 'absence',
    },
    'not-read': {
      en: ({ keys }: { keys: readonly string[] }) =>
        `${list(keys, ' and ')} ${keys.length === 1 ? 'is' : 'are'} not read without health-check-flag: "on"; the NLB checks by its own defaults.`,
      zh: ({ keys }) => `未设置 health-check-flag: "on" 时不会读取 ${list(keys, '、')}；NLB 按自身默认值进行健康检查。`,
      why: {
        en: 'The NLB controller reads settings of health checks only where the flag is on, and passes them by without an event (S06): a check by HTTP, for example, stays a mere connection.',
        zh: 'NLB 控制器仅在该开关开启时读取健康检查设置，否则忽略且不产生事件（S06）：例如期望的 HTTP 检查只是建立连接。',
      },
      remedy: {
        en: () => `Set ${prefix}health-check-flag: "on", or drop these annotations.`,
        zh: () => `设置 ${prefix}health-check-flag: "on"，或删除这些注解。`,
      },
    },
    'uri-without-slash': {
      en: ({ uri }: Path) => `The path "${uri}" does not begin with a slash.`,
      zh: ({ uri }) => `路径 "${uri}" 未以 / 开头。`,
      ...refusal('/healthz'),
    },
    'uri-is-root': {
      en: (_: Path) => 'The path is "/" alone, which the HTTP check of a tcp listener does not take.',
      zh: () => '路径仅为 "/"，而 tcp 监听的 HTTP 检查不接受该路径。',
      ...refusal('/healthz'),
    },
  },
  *check(loadBalancer) {
    const { service, controller, verdicts } = loadBalancer;
    if (controller === 'clb') {
      const interval = intervalOf(loadBalancer);
      for (const key of timeouts) {
        const verdict = verdictOf(loadBalancer, key);
        const timeout = valueOf(verdict);
        if (verdict === undefined || timeout === undefined || interval === undefined) continue;
        if (timeout >= interval.seconds) continue;
        yield {
          at: verdictSpot(verdict),
          message: interval.written === undefined ? 'timeout-below-default-interval' : 'timeout-below-interval',
          data: { key, timeout, interval: interval.seconds },
          related:
            interval.written === undefined
              ? []
              : [
                  {
                    at: verdictSpot(interval.written),
                    resource: service.resource,
                    message: { en: 'the interval', zh: '检查间隔' },
                  },
                ],
        };
      }
    }
    if (controller === 'nlb' && annotation(service, 'health-check-flag') === undefined) {
      const unread = verdicts.filter(
        ({ why }) => why?.because === 'needs' && why.condition.needs === 'health-check-flag',
      );
      const [first, ...others] = unread;
      if (first !== undefined)
        yield {
          at: verdictSpot(first),
          message: 'not-read',
          data: { keys: unread.map(({ shortKey }) => shortKey) },
          // One finding, in whatever order they are written.
          path: 'metadata.annotations',
          value: unread
            .map(({ shortKey }) => shortKey)
            .sort()
            .join(),
          related: others.map((verdict) => ({
            at: verdictSpot(verdict),
            resource: service.resource,
            message: { en: 'is not read, either', zh: '同样不会被读取' },
          })),
        };
    }
    const path = verdictOf(loadBalancer, 'health-check-uri');
    const uri = path?.annotation.text;
    if (path?.outcome !== 'applied' || uri === undefined) return;
    if (!uri.startsWith('/')) yield { at: verdictSpot(path), message: 'uri-without-slash', data: { uri } };
    else if (uri === '/' && asksTcpListenersByHttp(loadBalancer))
      yield { at: verdictSpot(path), message: 'uri-is-root', data: { uri } };
  },
});

function refusal(example: string) {
  return {
    events: ['E37'],
    why: {
      en: 'The load balancer API refuses the health check with such a path (E37): the listener is not made, or keeps what it had before.',
      zh: '负载均衡 API 会拒绝使用该路径的健康检查（E37）：监听不会被创建，或保持原有设置。',
    },
    remedy: {
      en: () => `Set ${prefix}health-check-uri to a path that the pods answer, for example "${example}".`,
      zh: () => `将 ${prefix}health-check-uri 设置为 Pod 能够响应的路径，例如 "${example}"。`,
    },
  };
}

/** The number of an annotation that acts. */
function valueOf(verdict: Verdict | undefined): number | undefined {
  return verdict?.outcome === 'applied' ? integerOf(verdict.annotation.located) : undefined;
}

/**
 * The interval between checks; the default where none is written that counts. Undefined where it is not known: the
 * listeners of a reused instance keep what they had.
 */
function intervalOf(
  loadBalancer: LoadBalancer,
): { readonly seconds: number; readonly written: Verdict | undefined } | undefined {
  const written = verdictOf(loadBalancer, 'health-check-interval');
  const stated = valueOf(written);
  if (stated !== undefined) return { seconds: stated, written };
  const countsAsAbsent = written === undefined || written.why?.because === 'empty' || written.why?.because === 'zero';
  const byDefault = scoped(factOfShortKey('health-check-interval')?.default, 'clb');
  const isNew = loadBalancer.reused === undefined;
  return countsAsAbsent && isNew && typeof byDefault === 'number'
    ? { seconds: byDefault, written: undefined }
    : undefined;
}

function asksTcpListenersByHttp(loadBalancer: LoadBalancer): boolean {
  const { service, controller } = loadBalancer;
  if (controller !== 'clb' || portsOf(loadBalancer, ['tcp']).length === 0) return false;
  return (
    verdictOf(loadBalancer, 'health-check-type')?.outcome === 'applied' &&
    annotation(service, 'health-check-type')?.text === 'http'
  );
}
