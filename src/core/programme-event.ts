/**
 * What happened in the programme that other capabilities react to, in the same transaction. The feature that
 * owns the fact emits it; a reaction belongs to the feature that cares.
 */
export type ProgrammeEvent =
  | {
      readonly type: 'journey.started';
      readonly partnerId: string;
      readonly journeyId: string;
      readonly startedById: string;
    }
  | {
      readonly type: 'gate.passed';
      readonly partnerId: string;
      readonly journeyId: string;
      readonly gateKey: string;
    }
  | { readonly type: 'journey.completed'; readonly partnerId: string; readonly journeyId: string }
  /** A partnership has ended: what runs around it is over, and nothing more is said of it. */
  | { readonly type: 'partner.ended'; readonly partnerId: string }
  /** A partnership that had ended goes on: what recurred around it is due again. */
  | { readonly type: 'partner.resumed'; readonly partnerId: string; readonly byPersonId: string }
  | { readonly type: 'deal.won'; readonly partnerId: string; readonly dealId: string }
  /** A call was planned or moved; a cancelled one is found out when its time comes. */
  | {
      readonly type: 'call.scheduled';
      readonly partnerId: string;
      readonly callId: string;
      readonly startsAt: Date;
    }
  /** Something was done that both sides of a partnership may know of: what shows them how they stand is drawn again. */
  | { readonly type: 'partner.changed'; readonly partnerId: string }
  /** Somebody's open work changed: what shows it (the Home tab) is drawn again. */
  | { readonly type: 'work.changed'; readonly personIds: readonly (string | null)[] };

export type ProgrammeEventOf<T extends ProgrammeEvent['type']> = Extract<ProgrammeEvent, { type: T }>;

export const programmeEventTypes = [
  'journey.started',
  'gate.passed',
  'journey.completed',
  'partner.ended',
  'partner.resumed',
  'deal.won',
  'call.scheduled',
  'partner.changed',
  'work.changed',
] as const satisfies readonly ProgrammeEvent['type'][];
