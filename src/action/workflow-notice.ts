import type { PathChange } from '../host/git.ts';
import type { Problem } from '../model/finding.ts';

/** Workflows, and actions of the repository itself that they may run. */
export const workflowFile = /^\.github\/.+\.ya?ml$/i;

/** Said of each changed workflow that runs the gate: what it says there, nobody checks but people. */
export function workflowNotices(
  changes: readonly PathChange[],
  actionRepository: string,
  read: { base(path: string): string | undefined; head(path: string): string | undefined },
): Problem[] {
  const names = ['ack-service-gate', actionRepository].filter((name) => name !== '');
  const runsTheGate = (text: string | undefined): boolean => names.some((name) => text?.includes(name) === true);
  return changes.flatMap(({ base, head }) => {
    const [before, after] = [base, head].map((path) => (workflowFile.test(path ?? '') ? path : undefined));
    const isOurs =
      (before !== undefined && runsTheGate(read.base(before))) ||
      (after !== undefined && runsTheGate(read.head(after)));
    return isOurs ? [notice(after ?? before ?? '', after === undefined)] : [];
  });
}

function notice(file: string, isGone: boolean): Problem {
  return {
    kind: 'workflow-changed',
    file,
    message: isGone
      ? {
          en: 'this change removes a workflow that runs the gate; look at it yourself, the gate cannot protect it',
          zh: '本次变更删除了运行本检查的工作流；请人工审查，检查本身无法保护它',
        }
      : {
          en: 'this change alters a workflow that runs the gate; look at it yourself, the gate cannot protect it',
          zh: '本次变更修改了运行本检查的工作流；请人工审查，检查本身无法保护它',
        },
    location: null,
  };
}
