import type { EventId } from '../../catalog/events.ts';
import type { AnnotationReader } from '../reader.ts';
import type { SubjectAnnotation } from '../subject.ts';
import { trimSpace } from '../go/text.ts';
import { isKnown, type MutableAttributes, type Value } from '../values.ts';

export type ClbListenerAttribute =
  | (typeof settings)[number]['attribute']
  | 'description'
  | 'vGroupName'
  | 'vGroupId'
  | 'forwardPort'
  | 'listenerForward'
  | 'bandwidth';

/** A complaint that names no port yet. */
export interface SettingFault {
  readonly event: EventId;
  readonly message: string;
  readonly annotation: SubjectAnnotation | undefined;
}

/**
 * The annotations that mean the same for every listener, in the order in which the controller reads them; the order
 * decides which complaint it raises. `label` is how its complaint calls an integer.
 * Source: `buildListenerFromServicePort` of the controller, v2.14.0.
 */
const settings = [
  { key: 'scheduler', attribute: 'scheduler' },
  { key: 'persistence-timeout', attribute: 'persistenceTimeout', label: 'persistence timeout', keepsZero: true },
  { key: 'established-timeout', attribute: 'establishedTimeout', label: 'EstablishedTimeout' },
  { key: 'cert-id', attribute: 'certId' },
  { key: 'tls-cipher-policy', attribute: 'tLSCipherPolicy' },
  { key: 'http2-enabled', attribute: 'enableHttp2' },
  { key: 'proxy-protocol', attribute: 'enableProxyProtocolV2', flag: true },
  { key: 'idle-timeout', attribute: 'idleTimeout', label: 'IdleTimeout' },
  { key: 'request-timeout', attribute: 'requestTimeout', label: 'RequestTimeout' },
  { key: 'acl-status', attribute: 'aclStatus' },
  { key: 'acl-type', attribute: 'aclType' },
  { key: 'acl-id', attribute: 'aclId' },
  { key: 'connection-drain', attribute: 'connectionDrain' },
  { key: 'connection-drain-timeout', attribute: 'connectionDrainTimeout', label: 'ConnectionDrainTimeout' },
  { key: 'cookie', attribute: 'cookie' },
  { key: 'cookie-timeout', attribute: 'cookieTimeout', label: 'CookieTimeout' },
  { key: 'sticky-session', attribute: 'stickySession' },
  { key: 'sticky-session-type', attribute: 'stickySessionType' },
  { key: 'xforwardedfor-proto', attribute: 'xForwardedForProto' },
  { key: 'xforwardedfor-slbport', attribute: 'xForwardedForSLBPort' },
  { key: 'xforwardedfor-clientsrcport', attribute: 'xForwardedForClientSrcPort' },
  { key: 'healthy-threshold', attribute: 'healthyThreshold', label: 'HealthyThreshold' },
  { key: 'unhealthy-threshold', attribute: 'unhealthyThreshold', label: 'UnhealthyThreshold' },
  { key: 'health-check-connect-timeout', attribute: 'healthCheckConnectTimeout', label: 'HealthCheckConnectTimeout' },
  { key: 'health-check-connect-port', attribute: 'healthCheckConnectPort', label: 'HealthCheckConnectPort' },
  { key: 'health-check-interval', attribute: 'healthCheckInterval', label: 'HealthCheckInterval' },
  { key: 'health-check-domain', attribute: 'healthCheckDomain' },
  { key: 'health-check-uri', attribute: 'healthCheckURI' },
  { key: 'health-check-httpcode', attribute: 'healthCheckHttpCode' },
  { key: 'health-check-type', attribute: 'healthCheckType' },
  { key: 'health-check-flag', attribute: 'healthCheck' },
  { key: 'health-check-timeout', attribute: 'healthCheckTimeout', label: 'HealthCheckTimeout' },
  { key: 'health-check-method', attribute: 'healthCheckMethod' },
  { key: 'health-check-switch', attribute: 'healthCheckSwitch' },
  { key: 'domain-extensions', attribute: 'domainExtensions', pairs: true },
] as const;

/** `forward-port` is read behind this one. */
const lastBeforeForward = 'proxy-protocol';

export interface ClbListenerSettings {
  readonly attributes: MutableAttributes<ClbListenerAttribute>;
  readonly faultsBeforeForward: readonly SettingFault[];
  readonly faultsAfterForward: readonly SettingFault[];
}

export function clbListenerSettings(annotations: AnnotationReader): ClbListenerSettings {
  const attributes: MutableAttributes<ClbListenerAttribute> = {};
  const before: SettingFault[] = [];
  const after: SettingFault[] = [];
  let faults = before;
  for (const setting of settings) {
    const text = annotations.text(setting.key);
    if (text !== undefined) {
      if (!isKnown(text)) attributes[setting.attribute] = text;
      else if ('label' in setting) readInteger(setting);
      else if ('flag' in setting) attributes[setting.attribute] = text === 'on';
      else if ('pairs' in setting) {
        const read = domainExtensions(text);
        if (typeof read === 'string')
          faults.push({
            event: 'E31',
            message: `parse DomainExtensions error: ${read}`,
            annotation: annotations.find(setting.key),
          });
        else attributes[setting.attribute] = read;
      } else attributes[setting.attribute] = text;
    }
    if (setting.key === lastBeforeForward) faults = after;
  }
  return { attributes, faultsBeforeForward: before, faultsAfterForward: after };

  function readInteger(setting: Extract<(typeof settings)[number], { label: string }>): void {
    const parsed = annotations.integer(setting.key);
    if (parsed === undefined || 'placeholder' in parsed) return;
    if ('fault' in parsed) {
      const annotation = annotations.find(setting.key);
      const message = `Annotation ${setting.label} must be integer, but got [${annotation?.text}]. message=[${parsed.fault}] `;
      faults.push({ event: 'E28', message, annotation });
    } else if (parsed.value !== 0n || 'keepsZero' in setting) attributes[setting.attribute] = Number(parsed.value);
  }
}

/** `domain:certificate` pairs; the text of the complaint where one is not a pair. Elements are trimmed as a whole. */
function domainExtensions(text: string): readonly Value[] | string {
  const pairs: Value[] = [];
  for (const element of text.split(',')) {
    const trimmed = trimSpace(element);
    const [domain, certificate, ...more] = trimmed.split(':');
    if (certificate === undefined || more.length > 0) return `invalid domain extension ${trimmed}`;
    pairs.push({
      ...(domain === '' || domain === undefined ? {} : { domain }),
      ...(certificate === '' ? {} : { serverCertificateId: certificate }),
    });
  }
  return pairs;
}
