import type { PairRollout } from '../../analysis/rollouts.ts';
import { identityText, type Bilingual } from '../../model/finding.ts';
import type { MomentName, StretchName } from '../../rollout/time-line.ts';
import {
  phases,
  type Cause,
  type CauseName,
  type Mode,
  type OpenQuestion,
  type Phase,
  type Verdict,
  type Verdicts,
} from '../../rollout/verdict.ts';

/** Words for rollouts that every report for people has. None of them holds what a manifest says. */

export const verdictWords: Readonly<Record<Verdict['verdict'], Bilingual>> = {
  safe: { en: 'safe', zh: '安全' },
  unsafe: { en: 'unsafe', zh: '不安全' },
  unknown: { en: 'unknown', zh: '未知' },
};

export const modeWords: Readonly<Record<Mode, Bilingual>> = {
  eni: { en: 'pods are members (ENI)', zh: 'Pod 作为后端（ENI）' },
  local: { en: 'nodes with a pod are members (Local)', zh: '有 Pod 的节点作为后端（Local）' },
  cluster: { en: 'all nodes are members (Cluster)', zh: '所有节点作为后端（Cluster）' },
};

const phaseWords: Readonly<Record<Phase, Bilingual>> = {
  newConnections: { en: 'new connections can reach a pod that is gone', zh: '新连接可能到达已终止的 Pod' },
  openConnections: { en: 'open connections are cut', zh: '现有连接被切断' },
  backends: { en: 'no backend is left at some moment', zh: '某一时刻没有任何后端' },
  readiness: { en: 'traffic reaches a pod that is not ready', zh: '流量到达未就绪的 Pod' },
};

const causeWords: Readonly<Record<CauseName, Bilingual>> = {
  'no-prestop': { en: 'no preStop', zh: '未设置 preStop' },
  prestop: { en: 'preStop is too short', zh: 'preStop 过短' },
  grace: { en: 'the grace period is over before', zh: '优雅终止时间先到' },
  margin: { en: 'too little grace period after preStop', zh: 'preStop 之后优雅终止时间不足' },
  drain: { en: 'the drain is longer than the grace period', zh: '连接优雅中断时间长于优雅终止时间' },
  'no-drain': { en: 'connection draining is off', zh: '未启用连接优雅中断' },
  recreate: { en: 'the strategy Recreate', zh: 'Recreate 策略' },
  'max-unavailable': { en: 'all pods may be unavailable', zh: '允许全部 Pod 不可用' },
  'single-replica': { en: 'one pod alone', zh: '只有一个 Pod' },
  'no-readiness-probe': { en: 'no readinessProbe', zh: '未设置 readinessProbe' },
  'publish-not-ready': { en: 'publishNotReadyAddresses is on', zh: '启用了 publishNotReadyAddresses' },
};

const questionWords: Readonly<Record<OpenQuestion, Bilingual>> = {
  'prestop-length': { en: 'how long preStop takes', zh: 'preStop 的时长' },
  'no-sleep-program': { en: 'whether the image has sleep', zh: '镜像中是否有 sleep 程序' },
  'grace-period': { en: 'how long the grace period is', zh: '优雅终止时间' },
  drain: { en: 'how connections are drained', zh: '连接优雅中断的设置' },
  'sync-delay': {
    en: 'whether the controller is fast enough for drain and grace period',
    zh: '控制器移除后端的速度是否足够',
  },
  'last-pod-of-node': { en: 'whether the pod is the last one of its node', zh: '该 Pod 是否为节点上的最后一个' },
  'backend-mode': { en: 'what becomes a member (cluster.backendMode)', zh: '后端类型（cluster.backendMode）' },
  replicas: { en: 'how many pods there are', zh: 'Pod 数量' },
  'no-replicas': { en: 'how many pods there will be (0 are written)', zh: '将来的 Pod 数量（清单中为 0）' },
  strategy: { en: 'how pods are replaced', zh: 'Pod 的替换方式' },
  'by-hand': { en: 'who deletes the old pods, and how many', zh: '由谁删除旧 Pod 及每次删除的数量' },
  'node-count': { en: 'how many nodes there are', zh: '节点数量' },
  'other-workloads': {
    en: 'whether the other workloads of the Service are replaced too',
    zh: '该 Service 的其他工作负载是否同时替换',
  },
  'readiness-probe': { en: 'what the readinessProbe says', zh: 'readinessProbe 的内容' },
  'pod-template': { en: 'the pod template', zh: 'Pod 模板' },
  render: { en: 'what a kustomization makes of it', zh: 'kustomization 渲染后的结果' },
};

export const stretchWords: Readonly<Record<StretchName, Bilingual>> = {
  'sent-to': { en: 'new connections still come', zh: '仍有新连接到达' },
  draining: { en: 'open connections are drained', zh: '现有连接优雅中断' },
  prestop: { en: 'preStop', zh: 'preStop' },
  finishing: { en: 'time to finish after SIGTERM', zh: 'SIGTERM 之后的收尾时间' },
  starting: { en: 'start until ready at the earliest', zh: '启动至最早就绪' },
  registering: { en: 'until it is a member', zh: '加入后端' },
  settling: { en: 'minReadySeconds', zh: 'minReadySeconds' },
  gap: { en: 'GAP nobody accepts new connections', zh: '缺口 新连接无人处理' },
  missing: { en: 'SHORT time to finish is missing', zh: '短缺 收尾时间不足' },
  cut: { en: 'CUT drained connections are lost', zh: '切断 优雅中断中的连接丢失' },
};

export const momentWords: Readonly<Record<MomentName, Bilingual>> = {
  deleted: { en: 'deleted', zh: '删除' },
  'let-go': { en: 'no new connections', zh: '不再有新连接' },
  sigterm: { en: 'SIGTERM', zh: 'SIGTERM' },
  sigkill: { en: 'SIGKILL', zh: 'SIGKILL' },
  ready: { en: 'ready', zh: '就绪' },
  member: { en: 'member', zh: '成为后端' },
  available: { en: 'available', zh: '可用' },
};

/** One sentence for each phase that is not safe; the worst sort first. */
export function phaseLines(verdicts: Verdicts): Bilingual[] {
  const lineOf = (phase: Phase): readonly [number, Bilingual][] => {
    const verdict = verdicts[phase];
    if (verdict.verdict === 'safe') return [];
    if (verdict.verdict === 'unknown') {
      const because = questionWords[verdict.because];
      const { en, zh } = phaseWords[phase];
      return [
        [1, { en: `unknown whether ${en}: it depends on ${because.en}`, zh: `未知：${zh}，取决于${because.zh}` }],
      ];
    }
    const causes = verdict.causes.map(causeText);
    const { en, zh } = phaseWords[phase];
    return [
      [
        0,
        {
          en: `${en}: ${causes.map((cause) => cause.en).join('; ')}`,
          zh: `${zh}：${causes.map((cause) => cause.zh).join('；')}`,
        },
      ],
    ];
  };
  return phases
    .flatMap(lineOf)
    .toSorted(([one], [other]) => one - other)
    .map(([, line]) => line);
}

function causeText({ why, seconds }: Cause): Bilingual {
  const { en, zh } = causeWords[why];
  return seconds === undefined ? { en, zh } : { en: `${en}, ${seconds} s short`, zh: `${zh}，短缺 ${seconds} 秒` };
}

/** `Deployment shop/web behind Service shop/web`, and how many other Services are in the same case. */
export function pairTitle({ workload, service }: Pick<PairRollout, 'workload' | 'service'>, others = 0): Bilingual {
  const behind = identityText(service);
  if (others > 0 && workload !== null) {
    const pods = `${workload.kind} ${identityText(workload)}`;
    return {
      en: `${pods} behind Service ${behind} and ${others} other${others === 1 ? '' : 's'}`,
      zh: `Service ${behind} 等 ${others + 1} 个 Service 后端的 ${pods}`,
    };
  }
  if (workload === null) return { en: `pods behind Service ${behind}`, zh: `Service ${behind} 后端的 Pod` };
  const pods = `${workload.kind} ${identityText(workload)}`;
  return { en: `${pods} behind Service ${behind}`, zh: `Service ${behind} 后端的 ${pods}` };
}
