import { equalsFold } from '../go/text.ts';
import { toInt32 } from '../go/integer.ts';
import type { AnnotationReader } from '../reader.ts';
import { isKnown, type Value } from '../values.ts';

export interface HealthCheck {
  /** undefined where nothing is said, and the cloud decides. */
  readonly config: Readonly<Record<string, Value>> | undefined;
  /** The port is set to zero in so many words, which takes away what it would be otherwise. */
  readonly withoutPort?: boolean;
  readonly faults: readonly { readonly key: string; readonly message: string }[];
}

const integers = [
  ['health-check-connect-port', 'healthCheckConnectPort', 'HealthCheckConnectPort'],
  ['healthy-threshold', 'healthyThreshold', 'HealthyThreshold'],
  ['unhealthy-threshold', 'unhealthyThreshold', 'UnhealthyThreshold'],
  ['health-check-connect-timeout', 'healthCheckConnectTimeout', 'HealthCheckConnectTimeout'],
  ['health-check-interval', 'healthCheckInterval', 'HealthCheckInterval'],
] as const;
const texts = [
  ['health-check-type', 'healthCheckType'],
  ['health-check-domain', 'healthCheckDomain'],
  ['health-check-uri', 'healthCheckUrl'],
  ['health-check-method', 'httpCheckMethod'],
] as const;

/** All but the flag is read only where the flag is on. Source: `setServerGroupAttributeFromAnno`, v2.14.0. */
export function nlbHealthCheck(annotations: AnnotationReader): HealthCheck {
  const flag = annotations.text('health-check-flag');
  if (flag === undefined) return { config: undefined, faults: [] };
  if (!isKnown(flag)) return { config: { healthCheckEnabled: flag }, faults: [] };
  if (!equalsFold(flag, 'on')) return { config: { healthCheckEnabled: false }, faults: [] };
  const config: Record<string, Value> = { healthCheckEnabled: true };
  const faults: { key: string; message: string }[] = [];
  let withoutPort = false;
  for (const [key, attribute, label] of integers) {
    const parsed = annotations.integer(key);
    if (parsed === undefined) continue;
    if ('placeholder' in parsed) config[attribute] = parsed;
    else if ('fault' in parsed) faults.push({ key, message: `${label} parse error: [${parsed.fault}]` });
    else if (toInt32(parsed.value) !== 0) config[attribute] = toInt32(parsed.value);
    else if (key === 'health-check-connect-port') withoutPort = true;
  }
  for (const [key, attribute] of texts) {
    const text = annotations.text(key);
    if (text !== undefined) config[attribute] = text;
  }
  const codes = annotations.text('health-check-httpcode');
  if (codes !== undefined) config['healthCheckHttpCode'] = isKnown(codes) ? codes.split(',') : codes;
  return { config, withoutPort, faults };
}
