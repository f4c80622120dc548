import type { Partner } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { currentRules } from './current-rules.ts';
import { loadHealthFacts } from './facts.ts';
import { signalChanges } from './rules/signal-changes.ts';
import { beginSignals, clearSignals, openSignalsOf, updateSignals } from './store/signals.ts';

/** Looks at these partners by the rules of the current playbook and keeps what it finds: begins, changes and ends signals. */
export async function refreshSignals(work: Work, partners: readonly Partner[]): Promise<void> {
  const rules = await currentRules(work);
  const facts = await loadHealthFacts(work, partners, rules);
  const open = await openSignalsOf(
    work,
    partners.map((partner) => partner.id),
  );
  const { begun, changed, over } = signalChanges(rules, facts, open);
  await clearSignals(work, over);
  await updateSignals(work, changed);
  await beginSignals(work, begun);
}
