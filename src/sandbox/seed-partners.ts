import { cast } from './seed-world.ts';

/** Weekly counts, the oldest first; the last is the week that ends today. */
type Weeks = readonly number[];

/** How a partner sells. Every number is a typical one: the history varies around it. */
export interface SellingStyle {
  readonly won: Weeks;
  readonly lost: Weeks;
  /** Leads that came to nothing, of which the larger part is declined. */
  readonly leadsDeclined: Weeks;
  readonly openDeals: number;
  /** Submitted in the last days, nobody has looked at them yet. */
  readonly leadsToReview: number;
  /** Days from registration to close. */
  readonly cycleDays: readonly [shortest: number, longest: number];
  /** Whole units of the partner's currency. */
  readonly amount: readonly [smallest: number, largest: number];
  /** Share of the revenue that remains. */
  readonly margin: readonly [lowest: number, highest: number];
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

/** What both sides say after a won deal, the newest deal last. */
interface Feedback {
  readonly together: readonly number[];
  readonly recommend: readonly number[];
  readonly comments: readonly string[];
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
  readonly tracks: readonly string[];
  readonly currency: string;
  readonly progress: Progress;
  readonly selling: SellingStyle | null;
  readonly feedback: Feedback | null;
  readonly towns: readonly string[];
  /** What was said in its channel: days ago, by whom (the lead when absent), what. */
  readonly chatter: readonly { readonly daysAgo: number; readonly by?: string; readonly text: string }[];
}

/** One of each kind a partner manager knows: who shines, who carries on, who slips, who is stuck, who is silent, who is new. */
export const furtherPartners: readonly FurtherPartner[] = [
  {
    key: 'NORDLYS',
    name: 'Nordlys Systems',
    channel: 'nordlys-lumen',
    lead: { name: 'Freja Lund', title: 'Head of alliances' },
    timeZone: 'Europe/Copenhagen',
    tier: 'gold',
    tracks: ['sales', 'technical', 'support'],
    currency: 'EUR',
    progress: { kickoffAgo: 150, gate: null },
    selling: {
      won: [0, 1, 0, 1, 1, 1, 2, 1, 2, 1, 2, 2, 1, 2, 2, 3, 2, 3, 3, 3],
      lost: [0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1],
      leadsDeclined: [0, 1, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0],
      openDeals: 7,
      leadsToReview: 0,
      cycleDays: [16, 44],
      amount: [24_000, 118_000],
      margin: [0.43, 0.52],
    },
    feedback: {
      together: [5, 4, 5, 5, 4, 5, 5, 4, 5, 5, 3, 5],
      recommend: [9, 10, 8, 9, 10, 9, 10, 7, 9, 10, 8, 10],
      comments: [
        'The joint demo with Tom settled it. Let us do that every time.',
        'Nothing to add. Five working days from offer to signature.',
        'Faster sandbox accounts for the customer’s own engineers would help.',
      ],
    },
    towns: ['Aarhus', 'Odense', 'Malmö', 'Bergen', 'Lund', 'Gothenburg', 'Esbjerg', 'Uppsala'],
    chatter: [
      { daysAgo: 9, text: 'Bergen signed. That makes three this week.' },
      { daysAgo: 9, by: cast.maya, text: 'Wonderful. Shall we write it up as a case study?' },
      { daysAgo: 8, text: 'Yes please. Their energy manager is happy to be quoted.' },
    ],
  },
  {
    key: 'CASTELL',
    name: 'Castellane Énergie',
    channel: 'castellane-lumen',
    lead: { name: 'Hugo Marchand', title: 'Partnership director' },
    timeZone: 'Europe/Paris',
    tier: 'silver',
    tracks: ['sales', 'technical', 'support'],
    currency: 'EUR',
    progress: { kickoffAgo: 178, gate: null },
    selling: {
      won: [1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1],
      lost: [0, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0],
      leadsDeclined: [0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0],
      openDeals: 4,
      leadsToReview: 1,
      cycleDays: [30, 62],
      amount: [14_000, 62_000],
      margin: [0.36, 0.44],
    },
    feedback: {
      together: [4, 4, 5, 3, 4, 4, 5, 4],
      recommend: [8, 9, 7, 9, 8, 6, 9, 8],
      comments: [
        'Good support. The French price list came a week late.',
        'The savings calculator convinced them.',
      ],
    },
    towns: ['Lyon', 'Nantes', 'Lille', 'Grenoble', 'Rennes', 'Dijon', 'Toulouse', 'Metz'],
    chatter: [
      {
        daysAgo: 6,
        text: 'The school district in Rennes asks for references in the public sector. Do we have one?',
      },
      { daysAgo: 6, by: cast.priya, text: 'Two. I send you both one-pagers today.' },
    ],
  },
  {
    key: 'HARROWF',
    name: 'Harrow & Finch',
    channel: 'harrow-finch-lumen',
    lead: { name: 'Imogen Clarke', title: 'Commercial director' },
    timeZone: 'Europe/London',
    tier: 'gold',
    tracks: ['sales', 'technical', 'support'],
    currency: 'GBP',
    progress: { kickoffAgo: 195, gate: null },
    selling: {
      won: [1, 1, 2, 1, 2, 2, 1, 2, 2, 2, 2, 1, 2, 2, 1, 2, 2, 2, 2, 1, 2, 1, 1, 1, 0, 1, 0, 0],
      lost: [0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1, 2, 1, 2, 2, 2, 2, 3, 2, 2, 3, 2],
      leadsDeclined: [0, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 2, 1, 2, 2, 2, 3, 2, 3, 3, 3, 2, 3, 3, 2, 3, 2],
      openDeals: 9,
      leadsToReview: 3,
      cycleDays: [36, 84],
      amount: [12_000, 70_000],
      margin: [0.26, 0.37],
    },
    feedback: {
      together: [4, 3, 4, 2, 3, 3, 2, 3, 2, 2],
      recommend: [8, 7, 9, 6, 5, 7, 4, 6, 3, 5],
      comments: [
        'We waited nine days for a price. The customer noticed.',
        'Two of our three sellers have left; the new ones have not seen the workshop.',
      ],
    },
    towns: ['Leeds', 'Bristol', 'Norwich', 'Derby', 'Exeter', 'York', 'Swansea', 'Reading'],
    chatter: [
      { daysAgo: 13, by: cast.maya, text: 'Imogen, how is the quarter looking on your side?' },
      { daysAgo: 11, text: 'Slower than we would like. Two people left the sales team. More soon.' },
    ],
  },
  {
    key: 'TRAMONT',
    name: 'Tramontana',
    channel: 'tramontana-lumen',
    lead: { name: 'Nuria Vidal', title: 'Managing partner' },
    timeZone: 'Europe/Madrid',
    tier: 'silver',
    tracks: ['sales', 'technical', 'support'],
    currency: 'EUR',
    progress: {
      kickoffAgo: 43,
      gate: 'first-pilot',
      done: ['sales-certification', 'first-deal-registered', 'pilot-agreement'],
      inReview: ['technical-certification'],
      blocked: {
        'pilot-connected':
          'The customer’s building-management contractor will not open the gateway’s port. Their ticket is three weeks old.',
      },
    },
    selling: {
      won: [0, 0, 0, 0, 1, 0, 0],
      lost: [0, 0, 0, 0, 0, 1, 0],
      leadsDeclined: [0, 1, 0, 0, 0, 1, 0],
      openDeals: 3,
      leadsToReview: 0,
      cycleDays: [20, 34],
      amount: [9_000, 34_000],
      margin: [0.34, 0.4],
    },
    feedback: {
      together: [4, 4],
      recommend: [8, 7],
      comments: ['Please help us with contractors who say no.'],
    },
    towns: ['Girona', 'Valencia', 'Murcia', 'Bilbao'],
    chatter: [
      { daysAgo: 15, text: 'Still no access to the pilot’s control room. I have asked again.' },
      {
        daysAgo: 14,
        by: cast.tom,
        text: 'Can I join your next call with the contractor? I know this gateway.',
      },
    ],
  },
  {
    key: 'VELDKMP',
    name: 'Veldkamp Advies',
    channel: 'veldkamp-lumen',
    lead: { name: 'Joost Veldkamp', title: 'Owner' },
    timeZone: 'Europe/Amsterdam',
    tier: 'registered',
    tracks: ['sales', 'support'],
    currency: 'EUR',
    progress: { kickoffAgo: 38, gate: 'enabled', done: ['value-story', 'pricing-workshop'] },
    selling: null,
    feedback: null,
    towns: [],
    chatter: [
      { daysAgo: 34, text: 'Busy weeks here, but I get to the support basics soon.' },
      { daysAgo: 20, by: cast.maya, text: 'Joost, can I help with anything?' },
      { daysAgo: 12, by: cast.maya, text: 'Joost, a short sign of life would be lovely.' },
    ],
  },
  {
    key: 'ODRAAUT',
    name: 'Odra Automation',
    channel: 'odra-lumen',
    lead: { name: 'Zofia Krawczyk', title: 'Business development' },
    timeZone: 'Europe/Warsaw',
    tier: 'silver',
    tracks: ['sales', 'technical', 'support'],
    currency: 'EUR',
    progress: {
      kickoffAgo: 5,
      gate: 'kickoff',
      done: ['kickoff-meeting', 'name-the-team', 'tools-access'],
      inReview: ['success-criteria'],
    },
    selling: {
      won: [0],
      lost: [0],
      leadsDeclined: [2, 0],
      openDeals: 0,
      leadsToReview: 2,
      cycleDays: [20, 40],
      amount: [8_000, 30_000],
      margin: [0.35, 0.4],
    },
    feedback: null,
    towns: ['Wrocław', 'Opole', 'Poznań', 'Szczecin'],
    chatter: [
      { daysAgo: 7, by: cast.maya, text: 'Welcome, Odra! Let us start with the kickoff meeting.' },
      { daysAgo: 7, text: 'Thank you, Maya. We are looking forward to it.' },
    ],
  },
];

/** The ids of a further partner in the local Slack. */
export function idsOf({ key }: FurtherPartner): { teamId: string; leadId: string; channelId: string } {
  return { teamId: `T0${key}1`, leadId: `U0${key}1`, channelId: `C0${key}1` };
}
