import type { Bilingual } from '../../model/finding.ts';
import type { Step } from '../explanation.ts';
import { considerations, guide, type Source } from '../sources.ts';

/** Something that goes wrong without an event of its own. */
export interface SymptomFact {
  readonly meaning: Bilingual;
  readonly why: Bilingual;
  readonly steps: readonly Step[];
  /** Rules that report it before it happens. */
  readonly rules: readonly string[];
  /** Words that people search with: one of these, all of whose expressions are found. */
  readonly asked: readonly (readonly RegExp[])[];
  readonly source: Source;
}

export const fromGuide = guide('table of symptoms');
export const fromFaq = considerations('Service FAQ, considerations and the source of the controller, v2.14.0');

/** Words that many questions share, in both languages. */
export const word = {
  rollout:
    /roll(?:s|ed|ing)?[ -]?(?:out|ing|update)|deploy|releas|updat|upgrad|restart|更新|升级|发布|部署|滚动|重启|上线/i,
  unreachable:
    /unreachable|cannot (?:reach|access|connect)|can't (?:reach|access|connect)|can ?not (?:reach|access|connect)|not (?:reachable|accessible)|no access|time[ds]? ?out|refused|无法访问|访问不了|不能访问|不通|连不上|超时/i,
  inside: /(?:in|inside|within|from) ?(?:the )?[ -]?(?:cluster|pod)s?|in-cluster|集群内|容器内|内部|pod ?内/i,
  outside: /outside|external(?:ly)?\b|from (?:the )?internet|public(?:ly)?|集群外|外部|公网|外网/i,
  loadBalancer: /load ?balancers?|\b(?:clb|slb|nlb|lb)s?\b|负载均衡/i,
  reuse: /reus|existing (?:load|clb|slb|nlb|lb)|复用|已有/i,
  noEffect:
    /no(?:t)? (?:have )?(?:any )?(?:effect|work|appl)|(?:does|do|did)(?:n't| not) (?:take effect|work|apply|do anything)|ignored|without effect|未生效|不生效|没生效|无效|不起作用/i,
  annotation: /annotations?|注解/i,
} as const;
