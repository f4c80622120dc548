import type { Weekday } from '../core/calendar.ts';

/** A stretch of weeks in which a partner sold in the same way. Counts are a week's average. */
export interface Season {
  readonly weeks: number;
  readonly won: number;
  readonly lost: number;
  /** Leads that came to nothing, most of them declined. */
  readonly declined: number;
}

/** How a partner sells. Every number is a typical one: the history varies around it. */
export interface SellingStyle {
  /** The oldest first; the last one ends today. */
  readonly seasons: readonly Season[];
  readonly openDeals: number;
  /** Nothing moves its open deals any more. */
  readonly stands?: true;
  /** Submitted in the last days, nobody has looked at them yet. */
  readonly leadsToReview: number;
  /** Days from registration to close. */
  readonly cycleDays: readonly [shortest: number, longest: number];
  /** Whole units of the partner's currency. */
  readonly amount: readonly [smallest: number, largest: number];
  /** Share of the revenue that remains. */
  readonly margin: readonly [lowest: number, highest: number];
  /** Of its deals, the share it registers before anybody else is in touch with the customer. */
  readonly registers: number;
  /** Of the others, the share for which it is logged what the partner did. */
  readonly influences: number;
  /** Where its customers are, by the playbook's routing; null where no territory of it fits. */
  readonly territory: string | null;
}

/** Where a partner's onboarding stands. Steps of passed gates are done; of the current gate those named. */
interface Progress {
  /** Working days since kickoff. */
  readonly kickoffAgo: number;
  /** The gate it works towards; null when all are passed. */
  readonly gate: string | null;
  readonly done?: readonly string[];
  readonly inReview?: readonly string[];
  /** What is in the way, by step. */
  readonly blocked?: Readonly<Record<string, string>>;
}

/** Ratings after won deals, used in turn: how well both worked together (1–5), how easy it was (1–7), and whether they would recommend it (0–10). */
interface Mood {
  readonly together: readonly number[];
  readonly ease: readonly number[];
  readonly recommend: readonly number[];
}

interface Feedback {
  readonly earlier: Mood;
  /** Of deals won in the last twelve weeks. */
  readonly lately: Mood;
  /** What the partner's lead wrote after its last deals, the newest last. */
  readonly comments: readonly string[];
}

/** The calls with a partner: during onboarding every two weeks, from then on reviews once a quarter. */
interface Calls {
  /** When its regular call was agreed on. */
  readonly on: { readonly weekday: Weekday; readonly at: string };
  /** The call goes on after onboarding. */
  readonly goesOn?: true;
  /** So many of the last ones did not take place. */
  readonly missedLately?: number;
  /** What was said, decided and taken on, used in turn, the newest last. */
  readonly notes: readonly (readonly [summary: string, decision: string, action: string])[];
}

/** A way back that a partner was on, and what was decided after it. */
interface Rescue {
  readonly startedDaysAgo: number;
  readonly decidedDaysAgo: number;
  readonly reason: string;
  readonly lesson: { readonly story: string; readonly text: string; readonly proposal: string };
}

/** As it was, and as it is in the last twelve weeks. */
type Lately = readonly [earlier: number, lately: number];

/** What a partner costs, what its customers pay and how its integration runs. Money in whole units of its currency. */
export interface Economy {
  /** Spent over the weeks of its onboarding. */
  readonly onboarding: number;
  /** A month of looking after it: money, and minutes of our people. */
  readonly support: number;
  readonly minutes: Lately;
  /** A joint campaign, once a quarter. */
  readonly programme: number;
  /** What a customer pays a month. */
  readonly monthlyRevenue: number;
  /** The share of its customers that a month loses. */
  readonly churn: Lately;
  /** Calls of our API in a usual week, and the share of them that fails; null where it calls none. */
  readonly api: { readonly callsAWeek: number; readonly failing: Lately } | null;
  /** Spent on its pilot, each week of it so far. */
  readonly pilot?: { readonly aWeek: number; readonly weeks: number };
}

/** A partner that was there before the newcomer came. */
export interface FurtherPartner {
  /** Ends the ids of its organisation, its lead and its channel. */
  readonly key: string;
  readonly name: string;
  readonly channel: string;
  readonly lead: { readonly name: string; readonly title: string };
  readonly timeZone: string;
  readonly tier: string;
  /** Its value of the segment `potential`. */
  readonly potential: string;
  readonly tracks: readonly string[];
  readonly currency: string;
  readonly progress: Progress;
  readonly selling: SellingStyle | null;
  readonly feedback: Feedback | null;
  readonly economy: Economy;
  readonly calls: Calls;
  readonly rescue?: Rescue;
  readonly towns: readonly string[];
  /** What was said in its channel: days ago, by whom (the lead when absent), what. */
  readonly chatter: readonly { readonly daysAgo: number; readonly by?: string; readonly text: string }[];
}

/** The ids of a further partner in the local Slack. */
export function idsOf({ key }: FurtherPartner): { teamId: string; leadId: string; channelId: string } {
  return { teamId: `T0${key}1`, leadId: `U0${key}1`, channelId: `C0${key}1` };
}
