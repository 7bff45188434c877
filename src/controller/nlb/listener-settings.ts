import { equalsFold } from '../go/text.ts';
import { toInt32 } from '../go/integer.ts';
import type { AnnotationReader } from '../reader.ts';
import { isKnown, type MutableAttributes, type Value } from '../values.ts';

export type NlbListenerAttribute =
  | 'listenerDescription'
  | 'serverGroupName'
  | 'serverGroupId'
  | 'idleTimeout'
  | 'securityPolicyId'
  | 'proxyProtocolEnabled'
  | 'certificateIds'
  | 'caCertificateIds'
  | 'caEnabled'
  | 'cps'
  | 'proxyProtocolV2Config'
  | 'alpnEnabled'
  | 'alpnPolicy'
  | 'additionalCertificateIds';

export interface NlbListenerSettings {
  readonly common: MutableAttributes<NlbListenerAttribute>;
  /** Set only where TLS ends at the listener. */
  readonly tls: MutableAttributes<NlbListenerAttribute>;
  readonly faults: readonly { readonly key: string; readonly message: string }[];
}

/** What is the same for all listeners. Source: `buildListenerFromServicePort` (nlbv2) of the controller, v2.14.0. */
export function nlbListenerSettings(annotations: AnnotationReader): NlbListenerSettings {
  const common: MutableAttributes<NlbListenerAttribute> = {};
  const tls: MutableAttributes<NlbListenerAttribute> = {};
  const faults: { key: string; message: string }[] = [];

  const idle = integer('idle-timeout', 'parse IdleTimeout error: ');
  if (idle !== undefined && idle !== 0) common.idleTimeout = idle;
  put(common, 'securityPolicyId', annotations.text('tls-cipher-policy'));
  put(common, 'proxyProtocolEnabled', flag('proxy-protocol'));
  put(common, 'certificateIds', list('cert-id'));
  put(common, 'caCertificateIds', list('cacert-id'));
  put(common, 'caEnabled', flag('cacert'));
  // The complaint names another setting; these are the controller's words.
  put(common, 'cps', integer('cps', 'parse Mss error: '));
  const proxy: Record<string, Value> = {};
  for (const [key, name] of [
    ['ppv2-pvl-ep-id-enabled', 'privateLinkEpIdEnabled'],
    ['ppv2-pvl-eps-id-enabled', 'privateLinkEpsIdEnabled'],
    ['ppv2-pvl-vpc-id-enabled', 'vpcIdEnabled'],
  ] as const) {
    const on = flag(key);
    if (on !== undefined) proxy[name] = on;
  }
  if (Object.keys(proxy).length > 0) common.proxyProtocolV2Config = proxy;
  put(tls, 'alpnEnabled', flag('alpn'));
  put(tls, 'alpnPolicy', annotations.text('alpn-policy'));
  put(tls, 'additionalCertificateIds', list('additional-cert-ids'));
  return { common, tls, faults };

  function flag(key: string): Value | undefined {
    const text = annotations.text(key);
    return isKnown(text) ? equalsFold(text, 'on') : text;
  }

  function list(key: string): Value | undefined {
    const text = annotations.text(key);
    return isKnown(text) ? text.split(',') : text;
  }

  function integer(key: string, complaint: string): Value | undefined {
    const parsed = annotations.integer(key);
    if (parsed === undefined || 'placeholder' in parsed) return parsed;
    if ('value' in parsed) return toInt32(parsed.value);
    faults.push({ key, message: complaint + parsed.fault });
    return undefined;
  }
}

function put(
  attributes: MutableAttributes<NlbListenerAttribute>,
  name: NlbListenerAttribute,
  value: Value | undefined,
): void {
  if (value !== undefined) attributes[name] = value;
}
