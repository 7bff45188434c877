import { isPlaceholder } from '../../catalog/placeholders.ts';
import { nlbAnnotations } from '../../catalog/sources.ts';
import { annotation, missingAnnotationSpot } from '../../controller/annotations.ts';
import { partOf, textOf, type ScalarNode, type Spot } from '../../model/node.ts';
import { defineRule } from '../rule.ts';
import { fullKey, annotationSpot, isScalar, spot } from '../support.ts';

interface Part {
  readonly element: string;
}

/** One `zone:vSwitch[:address[:elastic ip]]` of the list, with its place in the text. */
interface Mapping {
  readonly element: string;
  readonly start: number;
  readonly zone: string;
  /** undefined without a colon. */
  readonly vSwitch: string | undefined;
}

const key = fullKey('zone-maps');
const example = 'cn-hangzhou-i:vsw-bp1a,cn-hangzhou-j:vsw-bp1b';

const refusedByCloud = {
  en: 'The controller trims and checks nothing here and hands the mapping to the NLB API, which refuses it (SyncLoadBalancerFailed): no NLB is made, or its zones are not changed.',
  zh: '控制器在此不做去空格或检查，直接将映射交给 NLB API，而 API 会拒绝（SyncLoadBalancerFailed）：NLB 不会被创建，或其可用区不会变更。',
};

export const nlbZoneMapsInvalid = defineRule({
  id: 'nlb-zone-maps-invalid',
  severity: 'error',
  firesOn: 'presence',
  subject: 'loadBalancer',
  events: ['N02'],
  summary: { en: 'Zone mappings of an NLB are missing or malformed.', zh: 'NLB 的可用区映射缺失或格式错误。' },
  why: {
    en: 'The controller stops with "ZoneMapping format error" (N02) and syncs nothing of this Service any more, backends included.',
    zh: '控制器会报 "ZoneMapping format error"（N02）并停止同步该 Service 的一切内容，包括后端。',
  },
  remedy: {
    en: `Write zone:vSwitch pairs of two zones, separated by commas, without blanks: ${key}: "${example}".`,
    zh: `使用逗号分隔、不含空格的 可用区:交换机 形式，并至少包含两个可用区：${key}: "${example}"。`,
  },
  source: nlbAnnotations('zone-maps: required to create an NLB, two zones or more'),
  messages: {
    missing: {
      en: (_: object) => 'The NLB has neither zone-maps nor the id of an existing instance.',
      zh: () => '该 NLB 既没有 zone-maps，也没有指定已有实例的 id。',
      firesOn: 'absence',
      events: ['N01'],
      why: {
        en: 'The controller answers "ParameterMissing, zone mappings are required" (N01): no NLB is made and the Service never gets an address.',
        zh: '控制器会报 "ParameterMissing, zone mappings are required"（N01）：NLB 不会被创建，Service 始终得不到地址。',
      },
      remedy: {
        en: () => `Set the annotation ${key} with a vSwitch in each of two zones: "${example}".`,
        zh: () => `设置注解 ${key}，在两个可用区中各指定一个交换机："${example}"。`,
      },
    },
    syntax: {
      en: ({ element }: Part) => `"${element}" has no colon between zone and vSwitch.`,
      zh: ({ element }) => `"${element}" 的可用区与交换机之间缺少冒号。`,
    },
    empty: {
      en: (_: object) => 'An empty zone mapping: a comma too many.',
      zh: () => '存在空的可用区映射：多了一个逗号。',
    },
    incomplete: {
      en: ({ element }: Part) => `"${element}" leaves the zone or the vSwitch empty.`,
      zh: ({ element }) => `"${element}" 的可用区或交换机为空。`,
      events: [],
      why: refusedByCloud,
    },
    blank: {
      en: ({ element }: Part) => `"${element}" holds a blank, which becomes part of the zone or vSwitch id.`,
      zh: ({ element }) => `"${element}" 含有空格，空格会成为可用区或交换机 ID 的一部分。`,
      events: [],
      why: refusedByCloud,
    },
    'one-zone': {
      en: ({ zone }: { zone: string }) => `All mappings are in zone ${zone}; an NLB needs two zones.`,
      zh: ({ zone }) => `所有映射均位于可用区 ${zone}；NLB 需要两个可用区。`,
      severity: 'warning',
      events: [],
      why: {
        en: 'Where the region has two zones or more, the NLB API refuses to make an instance in only one (SyncLoadBalancerFailed): the Service never gets an address.',
        zh: '当地域拥有两个或以上可用区时，NLB API 会拒绝仅在一个可用区中创建实例（SyncLoadBalancerFailed）：Service 始终得不到地址。',
      },
    },
  },
  *check({ service, reused, prediction }) {
    if (prediction.controller !== 'nlb') return;
    if (prediction.problems.some(({ event }) => event === 'N01'))
      yield { at: missingAnnotationSpot(service, 'zone-maps'), message: 'missing', data: {} };
    const maps = annotation(service, 'zone-maps');
    // What is no text is refused before the controller sees it (annotation-not-string).
    if (maps?.text === undefined || textOf(maps.node) === undefined || !isScalar(maps.node)) return;
    let sound = true;
    const mappings = parse(maps.text);
    for (const mapping of mappings) {
      const fault = faultOf(mapping);
      if (fault === undefined) continue;
      sound = false;
      const { element } = mapping;
      const at = placeOf(maps.node, mapping);
      if (fault === 'empty') yield { at, message: fault, data: {}, value: element };
      else yield { at, message: fault, data: { element }, value: element };
    }
    const zones = new Set(mappings.map(({ zone }) => zone));
    const [zone] = zones;
    // The zones that a reused instance has besides are not known.
    if (!sound || reused !== undefined || zone === undefined || zones.size > 1 || isPlaceholder(zone)) return;
    yield { at: annotationSpot(maps), message: 'one-zone', data: { zone } };
  },
});

function parse(text: string): readonly Mapping[] {
  let start = 0;
  return text.split(',').map((element) => {
    const [zone = '', vSwitch] = element.split(':', 2);
    const mapping = { element, start, zone, vSwitch };
    start += element.length + 1;
    return mapping;
  });
}

function faultOf({ element, zone, vSwitch }: Mapping): 'empty' | 'syntax' | 'incomplete' | 'blank' | undefined {
  if (element.trim() === '') return 'empty';
  // A blank within <…> stands in words that are replaced at deployment.
  const known = element.split(':').filter((part) => !isPlaceholder(part));
  if (vSwitch === undefined) return known.length === 0 ? undefined : 'syntax';
  if (known.some((part) => /\s/.test(part))) return 'blank';
  return zone === '' || vSwitch === '' ? 'incomplete' : undefined;
}

function placeOf(node: ScalarNode, { element, start }: Mapping): Spot {
  if (element !== '') return partOf(node, start, start + element.length);
  // Nothing stands there: the place between two commas, or behind the last one.
  const { textStart, written } = node;
  if (textStart === undefined || written !== undefined) return spot(node);
  return { node, range: { start: textStart + start, end: textStart + start } };
}
