import { controllerChanges } from '../../catalog/controller-changes.ts';
import type { Context } from '../context.ts';
import { equalsFold, quote } from '../go/text.ts';
import { Problems } from '../problems.ts';
import { parseTags } from '../tags.ts';
import { isKnown, type Attributes, type MutableAttributes, type Text, type Value } from '../values.ts';

export type NlbInstanceAttribute =
  | 'loadBalancerId'
  | 'zoneMappings'
  | 'securityGroupIds'
  | 'addressType'
  | 'resourceGroupId'
  | 'addressIpVersion'
  | 'ipv6AddressType'
  | 'name'
  | 'tags'
  | 'bandwidthPackageId'
  | 'crossZoneEnabled'
  | 'sourceRanges'
  | 'vpcId'
  | 'deletionProtectionConfig'
  | 'modificationProtectionConfig';
export type NlbInstance = Attributes<NlbInstanceAttribute>;

/** The attributes that annotations give to an NLB instance. Source: `NLBManager.BuildLocalModel`, v2.14.0. */
export function nlbInstance(context: Context): { instance: NlbInstance; problems: Problems } {
  const { annotations, subject, reused, version } = context;
  const problems = new Problems('instance', 'build nlb attribute error: ');
  const instance: MutableAttributes<NlbInstanceAttribute> = {};
  const set = (attribute: NlbInstanceAttribute, value: Value | undefined): void => {
    if (value !== undefined) instance[attribute] = value;
  };

  set('loadBalancerId', annotations.text('id'));
  const zoneMaps = annotations.text('zone-maps');
  if (isKnown(zoneMaps)) {
    const zones = parseZones(zoneMaps);
    if (typeof zones === 'string') problems.add('N02', zones, annotations.find('zone-maps'));
    else instance.zoneMappings = zones;
  } else if (zoneMaps !== undefined) instance.zoneMappings = zoneMaps;
  else if (!reused) problems.add('N01', 'ParameterMissing, zone mappings are required', annotations.find('zone-maps'));

  // An empty list is an order: leave all security groups.
  if (annotations.has('security-group-ids')) {
    const groups = annotations.text('security-group-ids');
    instance.securityGroupIds = isKnown(groups) ? groups.split(',') : (groups ?? []);
  }
  set('addressType', spelled(annotations.text('address-type'), ['Internet', 'Intranet']));
  set('resourceGroupId', annotations.text('resource-group-id'));
  set('addressIpVersion', spelled(annotations.text('ip-version'), ['ipv4', 'DualStack']));
  set('ipv6AddressType', spelled(annotations.text('ipv6-address-type'), ['Internet', 'Intranet']));
  set('name', annotations.text('name'));
  const tags = annotations.text('additional-resource-tags');
  if (tags !== undefined) {
    const parsed = isKnown(tags) ? parseTags(tags) : tags;
    if (Object.keys(parsed).length > 0) instance.tags = parsed;
  }
  // An empty id is an order too: detach the package.
  if (annotations.has('bandwidth-package-id'))
    instance.bandwidthPackageId = annotations.text('bandwidth-package-id') ?? '';
  const crossZone = annotations.text('cross-zone-enabled');
  if (isKnown(crossZone)) {
    const on = equalsFold(crossZone, 'on');
    if (on || equalsFold(crossZone, 'off')) instance.crossZoneEnabled = on;
    else {
      const detail = `invalid flag ${quote(crossZone)}, should be "on" or "off"`;
      const message = `ParameterInvalid, cross zone enabled flag error: ${detail}`;
      problems.add('N03', message, annotations.find('cross-zone-enabled'));
    }
  } else set('crossZoneEnabled', crossZone);
  if (subject.sourceRanges.length > 0 && !reused && version.since(controllerChanges.nlbSourceRanges.since))
    instance.sourceRanges = subject.sourceRanges;
  return { instance, problems };
}

/** A word in the spelling of the cloud's API; other texts stay as they are. */
function spelled(text: Text | undefined, words: readonly string[]): Text | undefined {
  if (!isKnown(text)) return text;
  return words.find((word) => equalsFold(text, word.toLowerCase())) ?? text;
}

/** `zone:vSwitch[:private address[:elastic ip id]]`, or the complaint. Source: `parseZoneMappings`, v2.14.0. */
function parseZones(text: string): readonly Value[] | string {
  const zones: Value[] = [];
  for (const element of text.split(',')) {
    const [zoneId, vSwitchId, ipv4Addr, allocationId] = element.split(':');
    if (vSwitchId === undefined)
      return `ZoneMapping format error, expect [zone-a:vsw-id-1,zone-b:vsw-id-2], got ${text}`;
    zones.push(
      Object.fromEntries(
        Object.entries({ zoneId, vSwitchId, ipv4Addr, allocationId }).filter(
          (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
        ),
      ),
    );
  }
  return zones;
}
