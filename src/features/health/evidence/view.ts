import { withinSentence } from '../../../core/text.ts';
import type { Message } from '../../../platform/delivery/message.ts';
import {
  bold,
  button,
  context,
  header,
  md,
  menu,
  message,
  pagedTable,
  section,
} from '../../../platform/slack/kit/index.ts';
import type { HealthSignal } from '../../../platform/store/generated/client.ts';
import { signalLabel } from '../signals/catalogue.ts';
import type { Evidence } from '../signals/found.ts';

/** Asks how these signals of one partner came about; nothing where there are none. */
export function askEvidence(
  signals: readonly Pick<HealthSignal, 'kind' | 'partnerId'>[],
  name: string,
  asked = 'How is this worked out?',
) {
  const choices = signals.map(({ kind, partnerId }) => ({
    label: signalLabel(kind),
    value: `${kind}:${partnerId}:0`,
  }));
  const [only, ...others] = choices;
  if (!only) return [];
  if (others.length > 0) return [menu('health.how', asked, choices)];
  const accessibilityLabel = `${asked} ${only.label}: ${name}`;
  return [button('health.how', asked, { value: only.value, accessibilityLabel })];
}

/** What a rule looks for, what it finds, and all it finds it from. Internal. */
export function evidenceMessage(shown: {
  readonly kind: string;
  readonly partner: { readonly id: string; readonly name: string };
  readonly evidence: Evidence;
  /** From 0. */
  readonly page: number;
  /** Whether whoever asks may have all of it as a file. */
  readonly mayExport: boolean;
}): Message {
  const { kind, partner, evidence, page, mayExport } = shown;
  const { found, ground } = evidence;
  const label = signalLabel(kind);
  const rows = pagedTable(
    `Behind ${withinSentence(label)} of ${partner.name}`,
    ground.columns,
    ground.rows,
    page,
    {
      actionId: 'health.how',
      valueOf: (other) => `${kind}:${partner.id}:${other}`,
      exportActionId: mayExport ? 'health.howExport' : null,
    },
  );
  const severity = found?.severity === 'serious' ? 'Serious' : 'Watch';
  return message([
    header(`${label} of ${partner.name}`),
    section(found ? md`${bold(severity)}: ${found.evidence}` : 'The rule finds nothing to worry about now.'),
    section(md`${bold('Rule of your playbook')}: ${ground.rule}`),
    ...(rows.length > 0 ? rows : [context('Nothing is behind it now.')]),
    context('As of now. Only for the vendor’s team.'),
  ]);
}
