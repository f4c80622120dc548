import type { FurtherPartner } from './seed-partner.ts';
import { cast } from './seed-world.ts';

/** Partners past onboarding that carry on: steadily, with many leads and few customers, through others, without time for calls. */
export const silverPartners: readonly FurtherPartner[] = [
  {
    key: 'CASTELL',
    name: 'Castellane Énergie',
    channel: 'castellane-lumen',
    lead: { name: 'Hugo Marchand', title: 'Partnership director' },
    timeZone: 'Europe/Paris',
    tier: 'silver',
    tracks: ['sales', 'technical', 'support'],
    currency: 'EUR',
    progress: { kickoffAgo: 248, gate: null },
    selling: {
      seasons: [{ weeks: 40, won: 0.7, lost: 0.5, declined: 0.5 }],
      openDeals: 4,
      leadsToReview: 1,
      cycleDays: [30, 58],
      amount: [14_000, 62_000],
      margin: [0.37, 0.44],
      registers: 0.6,
      influences: 0.5,
      territory: 'west',
    },
    feedback: {
      earlier: { together: [4, 4, 5, 4], recommend: [8, 9, 8] },
      lately: { together: [4, 5, 4, 4, 3], recommend: [9, 8, 9, 7] },
      comments: [
        'Good support. The French price list came a week late.',
        'The savings calculator convinced them.',
      ],
    },
    calls: {
      on: { weekday: 2, at: '15:00' },
      notes: [
        [
          'Schools ask for references.',
          'One reference in the public sector before each offer.',
          'Send two one-pagers',
        ],
        ['On target, without surprises.', 'The targets stay as they are.', 'Translate the price list'],
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
    key: 'SALVIFI',
    name: 'Salvi & Figli',
    channel: 'salvi-lumen',
    lead: { name: 'Bianca Salvi', title: 'Head of sales' },
    timeZone: 'Europe/Rome',
    tier: 'silver',
    tracks: ['sales', 'technical', 'support'],
    currency: 'EUR',
    progress: { kickoffAgo: 205, gate: null },
    selling: {
      seasons: [
        { weeks: 12, won: 0.5, lost: 0.3, declined: 1.2 },
        { weeks: 19, won: 0.5, lost: 0.4, declined: 3.1 },
      ],
      openDeals: 3,
      leadsToReview: 6,
      cycleDays: [24, 52],
      amount: [7_000, 31_000],
      margin: [0.36, 0.42],
      registers: 0.9,
      influences: 0.2,
      territory: null,
    },
    feedback: {
      earlier: { together: [4, 4], recommend: [8, 8, 9] },
      lately: { together: [4, 5, 4], recommend: [8, 9, 7] },
      comments: ['We send what we hear of. Tell us earlier what is too small.'],
    },
    calls: {
      on: { weekday: 3, at: '16:00' },
      notes: [
        [
          'Many names from trade fairs, few with a budget.',
          'A lead names its budget and its date.',
          'Write down what a good lead is',
        ],
        [
          'Still four of five leads are declined.',
          'Trade-fair names are called before they are sent.',
          'Call the last ten names',
        ],
      ],
    },
    towns: ['Parma', 'Verona', 'Modena', 'Bologna', 'Trento', 'Bergamo', 'Padova'],
    chatter: [
      { daysAgo: 2, text: 'Back from the fair in Milan with a stack of cards. They are all with you now.' },
    ],
  },
  {
    key: 'AQUILAR',
    name: 'Aquila Retail Services',
    channel: 'aquila-lumen',
    lead: { name: 'Conor Daly', title: 'Client director' },
    timeZone: 'Europe/Dublin',
    tier: 'silver',
    tracks: ['sales', 'support'],
    currency: 'EUR',
    progress: { kickoffAgo: 190, gate: null },
    selling: {
      seasons: [{ weeks: 28, won: 0.6, lost: 0.5, declined: 0.3 }],
      openDeals: 4,
      leadsToReview: 0,
      cycleDays: [28, 60],
      amount: [20_000, 75_000],
      margin: [0.38, 0.45],
      registers: 0.1,
      influences: 0.9,
      territory: 'uk-ireland',
    },
    feedback: {
      earlier: { together: [4, 3, 4], recommend: [8, 7, 9] },
      lately: { together: [4, 4, 5], recommend: [8, 9, 8] },
      comments: ['We open the door and you walk through it. Tell us what came of it.'],
    },
    calls: {
      on: { weekday: 4, at: '10:00' },
      notes: [
        [
          'They know every store manager, and sell nothing themselves.',
          'What they did for a deal is written on the deal.',
          'Agree on how introductions are credited',
        ],
      ],
    },
    towns: ['Cork', 'Galway', 'Limerick', 'Belfast', 'Sligo'],
    chatter: [{ daysAgo: 10, text: 'The stores in Galway expect your call this week.' }],
  },
  {
    key: 'QUINTAL',
    name: 'Quintal Engenharia',
    channel: 'quintal-lumen',
    lead: { name: 'Rui Quintal', title: 'Partner' },
    timeZone: 'Europe/Lisbon',
    tier: 'silver',
    tracks: ['sales', 'technical', 'support'],
    currency: 'EUR',
    progress: { kickoffAgo: 168, gate: null },
    selling: {
      seasons: [{ weeks: 24, won: 0.8, lost: 0.7, declined: 0.5 }],
      openDeals: 5,
      leadsToReview: 1,
      cycleDays: [22, 50],
      amount: [9_000, 38_000],
      margin: [0.17, 0.27],
      registers: 0.8,
      influences: 0.4,
      territory: 'west',
    },
    feedback: {
      earlier: { together: [4, 4, 3], recommend: [8, 7, 8] },
      lately: { together: [4, 3, 4], recommend: [8, 7, 9] },
      comments: ['We give the discount because the others do.'],
    },
    calls: {
      on: { weekday: 5, at: '11:30' },
      goesOn: true,
      missedLately: 3,
      notes: [
        [
          'Deals come, but each with a discount.',
          'Discounts above ten percent are asked for first.',
          'Work out the margin of the last five deals',
        ],
        [
          'Busy on site. The call was short.',
          'The call stays every two weeks.',
          'Propose another hour for the call',
        ],
      ],
    },
    towns: ['Porto', 'Braga', 'Coimbra', 'Faro', 'Évora', 'Aveiro'],
    chatter: [
      { daysAgo: 16, by: cast.maya, text: 'Rui, we missed you on Friday. Does another day suit you better?' },
      { daysAgo: 12, text: 'On site in Braga all month. I will try.' },
    ],
  },
];
