import type { Source } from './sources.ts';

const api = (url: string, note: string): Source => ({ url, checked: '2026-11-26', note });
const clb =
  'https://www.alibabacloud.com/help/en/slb/classic-load-balancer/developer-reference/api-slb-2014-05-15-describe';

/** One of the calls of the cloud's command line whose output is an inventory: what its answer is known by, and holds. */
export interface InventoryOperation {
  readonly operation: string;
  /** As it is typed. */
  readonly command: string;
  /** The key at the top of the answer, by which it is recognised; no two of them share one. */
  readonly key: string;
  /** The key below it that holds the list; undefined where the list stands right there. */
  readonly listKey: string | undefined;
  readonly source: Source;
}

/**
 * Answers of the cloud's API, 2014-05-15 (slb) and 2016-04-28 (vpc). `--pager` of the command line prints the list alone,
 * without TotalCount (https://github.com/aliyun/aliyun-cli, openapi/pager.go, checked 2026-11-26).
 */
export const inventoryOperations = {
  loadBalancers: {
    operation: 'DescribeLoadBalancers',
    command: 'aliyun slb DescribeLoadBalancers',
    key: 'LoadBalancers',
    listKey: 'LoadBalancer',
    source: api(`${clb}loadbalancers`, 'pages by PageNumber, TotalCount is that of the whole query'),
  },
  listeners: {
    operation: 'DescribeLoadBalancerListeners',
    command: 'aliyun slb DescribeLoadBalancerListeners',
    key: 'Listeners',
    listKey: undefined,
    source: api(`${clb}loadbalancerlisteners`, 'pages by NextToken'),
  },
  serverGroups: {
    operation: 'DescribeVServerGroups',
    command: 'aliyun slb DescribeVServerGroups',
    key: 'VServerGroups',
    listKey: 'VServerGroup',
    source: api(
      `${clb}vservergroups`,
      'asked for one load balancer, which the answer does not name; ServerCount may be absent',
    ),
  },
  vSwitches: {
    operation: 'DescribeVSwitches',
    command: 'aliyun vpc DescribeVSwitches',
    key: 'VSwitches',
    listKey: 'VSwitch',
    source: api(
      'https://www.alibabacloud.com/help/en/vpc/developer-reference/api-vpc-2016-04-28-describevswitches',
      'pages by PageNumber, TotalCount is that of the whole query',
    ),
  },
} as const satisfies Record<string, InventoryOperation>;

export type InventoryPart = keyof typeof inventoryOperations;
