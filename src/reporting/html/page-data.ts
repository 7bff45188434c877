/**
 * What the script of the HTML report is given: plain texts and numbers, made safe for reading by `visible`. It never becomes
 * markup; the script only sets texts. Numbers named `…At` are places in `texts`, which holds what many findings share.
 */
export interface PageData {
  readonly words: Readonly<Record<PageWord, string>>;
  readonly texts: readonly string[];
  readonly rules: readonly string[];
  readonly clusters: readonly string[];
  readonly groups: readonly PageGroup[];
  /** By group, the gravest first. */
  readonly findings: readonly PageFinding[];
  readonly balancers: readonly PageBalancer[];
}

/** Texts of the page itself that the script needs. */
export const pageWords = [
  'error',
  'warning',
  'info',
  'new',
  'unchanged',
  'worsened',
  'fixed',
  'suppressed',
  'approved',
  'conditional',
  'why',
  'remedy',
  'related',
  'assumes',
  'reason',
  'fixOffered',
  'inBase',
  'port',
  'protocol',
  'backends',
  'setting',
  'value',
  'byDefault',
  'undecided',
  'settings',
  'findingsOfService',
  'noFindingsOfService',
  'shownOf',
  'nothingMatches',
  'more',
  'resourceOf',
  'line',
] as const;
export type PageWord = (typeof pageWords)[number];

export type PageSeverity = 'error' | 'warning' | 'info';

/** The object that findings are about, or the file, where they are about no object. */
export interface PageGroup {
  readonly title: string;
  readonly kind: string;
}

export interface PageFinding {
  readonly group: number;
  readonly severity: PageSeverity;
  readonly rule: number;
  /** What the status filter knows it by. */
  readonly state: 'new' | 'unchanged' | 'fixed' | 'suppressed';
  readonly marks: readonly PageWord[];
  readonly messageAt: number;
  readonly whyAt: number;
  readonly remedyAt: number;
  readonly place: PagePlace;
  readonly clusters: readonly number[];
  readonly assumes?: readonly string[];
  readonly related?: readonly { readonly messageAt: number; readonly place: PagePlace }[];
  /** Why it is suppressed, or who approved it. */
  readonly reason?: string;
  /** What the cluster says of it. */
  readonly failing?: string;
  readonly fix?: string;
  readonly excerpt?: PageExcerpt;
}

export interface PagePlace {
  readonly fileAt: number;
  readonly line: number;
  readonly column: number;
  readonly inBase?: true;
}

export interface PageExcerpt {
  readonly firstLine: number;
  readonly linesAt: readonly number[];
  /** The marked part: a place in `linesAt`, and characters of that line, from 0; the end is exclusive. */
  readonly marked: readonly [line: number, start: number, end: number];
}

/** One load balancer. */
export interface PageBalancer {
  readonly title: string;
  readonly clusters: readonly string[];
  readonly place: PagePlace;
  /** The group that its findings are in; null without any. */
  readonly group: number | null;
  readonly kind: string;
  /** `made`: the controller makes or reuses it. `refused`: nothing is synced. `none`: no controller takes the Service. */
  readonly tone: 'made' | 'refused' | 'none' | 'gone';
  readonly headline: string;
  /** What the change does to it. */
  readonly plan?: { readonly sign: string; readonly summary: string };
  readonly assumes?: readonly string[];
  readonly listeners: readonly { readonly port: string; readonly protocol: string; readonly to: string }[];
  readonly settings: readonly PageSetting[];
  readonly quotas?: readonly PageQuota[];
  /** Ids of templates of the document: blocks such as a time line. */
  readonly blocks?: readonly string[];
}

/** What is used of a quota, in words, and as a part of it: 1 is all. */
export type PageQuota = readonly [label: string, part: number];

export type PageSetting = readonly [name: string, value: string, from: 'stated' | 'byDefault' | 'undecided'];
