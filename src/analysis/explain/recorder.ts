import { ownRecorders } from '../../catalog/events/recorders.ts';

/**
 * Takes who said it off the front of a row of a table that kubectl printed: `service-controller  Message`, with the node
 * behind a comma where it has one. The columns stand two blanks apart; where they do not, only names that are known are
 * told from the first word of a message.
 */
export function splitRecorder(rest: string): { readonly recorder: string | undefined; readonly message: string } {
  const [, recorder, gap = '', message = ''] = /^([^\s,]+)(?:, \S+)?(\s+)(\S.*)$/.exec(rest) ?? [];
  if (recorder === undefined || (gap.length < 2 && !ownRecorders.has(recorder)))
    return { recorder: undefined, message: rest };
  return { recorder, message };
}
