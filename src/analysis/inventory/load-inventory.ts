import type { Bilingual, Problem } from '../../model/finding.ts';
import type { Inventory } from '../../world/inventory.ts';
import { mergeInventory, type Contradiction, type MergedInventory } from './merge-inventory.ts';
import { readInventory, type InventoryFile } from './read-inventory.ts';
import type { InventoryPage } from './schema.ts';

export interface LoadedInventory {
  /** undefined where nothing was read. */
  readonly inventory: Inventory | undefined;
  /** What was read, and what the files disagree about. */
  readonly notices: readonly Problem[];
}

/** An export and the day on which it was written, where that is known. */
export interface DatedFile extends InventoryFile {
  readonly modified: string | undefined;
}

/** More of them nobody reads. */
const mostContradictions = 20;

/** Reads exports and adds them up. Throws `CannotEvaluate` for what is no export. */
export function readInventories(files: readonly DatedFile[]): LoadedInventory {
  const read = files.map((each) => ({ ...each, pages: readInventory(each) }));
  const merged = mergeInventory(read.flatMap(({ pages }) => pages));
  const { inventory, contradictions } = merged;
  return {
    inventory: files.length === 0 ? undefined : inventory,
    notices: [
      ...read.map((each) => told(each, merged)),
      ...contradictions.slice(0, mostContradictions).map(contradiction),
    ],
  };
}

type ReadFile = DatedFile & { readonly pages: readonly InventoryPage[] };

function told(
  { file, modified, pages }: ReadFile,
  { unassigned, inventory: { partial } }: Pick<MergedInventory, 'unassigned' | 'inventory'>,
): Problem {
  const counts = Object.entries(names).flatMap(([part, [en, zh]]) => {
    const own = pages.filter((page) => page.part === part);
    const count = own.reduce((sum, { entries }) => sum + entries.length, 0);
    return own.length === 0 ? [] : [{ en: `${en}: ${count}`, zh: `${zh} ${count} 个` }];
  });
  const when = modified === undefined ? { en: '', zh: '' } : { en: `, written ${modified}`, zh: `，写于 ${modified}` };
  const left = leftOut(pages, unassigned);
  const lacks = pages.some(({ part }) => partial[part]) ? more : { en: '', zh: '' };
  return {
    kind: 'inventory-read',
    file,
    message: {
      en: `checked against this inventory (${counts.map(({ en }) => en).join(', ')}${when.en})${lacks.en}${left.en}`,
      zh: `已与该资源清单核对（${counts.map(({ zh }) => zh).join('，')}${when.zh}）${lacks.zh}${left.zh}`,
    },
    location: null,
  };
}

const more: Bilingual = {
  en: '; there are further pages, which are not here, so that what is absent counts as unknown',
  zh: '；还有未导出的分页，清单中没有的按未知处理',
};

/** The server groups that nothing can be checked against, since an answer does not say whose they are. */
function leftOut(pages: readonly InventoryPage[], unassigned: ReadonlySet<string>): Bilingual {
  const ids = pages.flatMap((page) =>
    page.part === 'serverGroups' ? page.entries.map(({ VServerGroupId: id }) => id) : [],
  );
  const { size } = new Set(ids.filter((id) => unassigned.has(id)));
  if (size === 0) return { en: '', zh: '' };
  return {
    en: `; ${size === 1 ? '1 server group' : `${size} server groups`} could not be assigned to a load balancer, and ${size === 1 ? 'does' : 'do'} not count`,
    zh: `；有 ${size} 个服务器组无法对应到负载均衡，不计入`,
  };
}

const names: Readonly<Record<InventoryPage['part'], readonly [string, string]>> = {
  loadBalancers: ['load balancers', '负载均衡'],
  listeners: ['listeners', '监听'],
  serverGroups: ['server groups', '服务器组'],
  vSwitches: ['vSwitches', '交换机'],
};

function contradiction({ id, fields }: Contradiction): Problem {
  return {
    kind: 'inventory-contradiction',
    file: '',
    message: {
      en: `inventories disagree about ${id} (${fields.join(', ')}), which counts as unknown`,
      zh: `不同的资源清单对 ${id} 的 ${fields.join('、')} 说法不一，按未知处理`,
    },
    location: null,
  };
}
