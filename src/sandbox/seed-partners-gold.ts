import type { FurtherPartner } from './seed-partner.ts';
import { cast } from './seed-world.ts';

/** Partners of high potential: the star, the one that falls, the one with few big deals, the one that came back. */
export const goldPartners: readonly FurtherPartner[] = [
  {
    key: 'NORDLYS',
    name: 'Nordlys Systems',
    channel: 'nordlys-lumen',
    lead: { name: 'Freja Lund', title: 'Head of alliances' },
    timeZone: 'Europe/Copenhagen',
    tier: 'gold',
    tracks: ['sales', 'technical', 'support'],
    currency: 'EUR',
    progress: { kickoffAgo: 252, gate: null },
    selling: {
      seasons: [
        { weeks: 15, won: 0.5, lost: 0.3, declined: 0.4 },
        { weeks: 13, won: 1.3, lost: 0.5, declined: 0.3 },
        { weeks: 12, won: 2.3, lost: 0.6, declined: 0.2 },
      ],
      openDeals: 7,
      leadsToReview: 0,
      cycleDays: [16, 44],
      amount: [24_000, 118_000],
      margin: [0.43, 0.52],
      registers: 0.8,
      influences: 0.7,
      territory: 'nordics',
    },
    feedback: {
      earlier: { together: [4, 5, 4, 5], recommend: [9, 8, 10, 9, 7] },
      lately: { together: [5, 5, 4, 5, 5, 5, 5, 3], recommend: [9, 10, 10, 8, 10, 9] },
      comments: [
        'The joint demo with Tom settled it. Let us do that every time.',
        'Nothing to add. Five working days from offer to signature.',
        'Faster sandbox accounts for the customer’s own engineers would help.',
      ],
    },
    calls: {
      on: { weekday: 2, at: '11:00' },
      notes: [
        [
          'First numbers are good. Freja wants a second seller certified.',
          'A second seller takes the certification this quarter.',
          'Enrol the second seller',
        ],
        [
          'The quarter beat its target by a third. Hospitals buy fastest.',
          'Hospitals are the joint segment of the next quarter.',
          'Write the case study on Bergen',
        ],
        [
          'Best quarter so far. Freja asks for engineers’ accounts in a day.',
          'Sandbox accounts for customers’ engineers are ready within a day.',
          'Change the account request form',
        ],
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
    key: 'HARROWF',
    name: 'Harrow & Finch',
    channel: 'harrow-finch-lumen',
    lead: { name: 'Imogen Clarke', title: 'Commercial director' },
    timeZone: 'Europe/London',
    tier: 'gold',
    tracks: ['sales', 'technical', 'support'],
    currency: 'GBP',
    progress: { kickoffAgo: 256, gate: null },
    selling: {
      seasons: [
        { weeks: 10, won: 0.7, lost: 0.4, declined: 0.4 },
        { weeks: 14, won: 1.7, lost: 0.7, declined: 0.8 },
        { weeks: 8, won: 1.1, lost: 1.5, declined: 1.9 },
        { weeks: 10, won: 0.4, lost: 2.1, declined: 2.7 },
      ],
      openDeals: 9,
      stands: true,
      leadsToReview: 3,
      cycleDays: [36, 84],
      amount: [12_000, 70_000],
      margin: [0.26, 0.37],
      registers: 0.5,
      influences: 0.5,
      territory: 'uk-ireland',
    },
    feedback: {
      earlier: { together: [4, 5, 3, 4, 4], recommend: [8, 9, 7, 9] },
      lately: { together: [3, 2, 3, 4, 2], recommend: [7, 4, 6, 3, 5] },
      comments: [
        'We waited nine days for a price. The customer noticed.',
        'Two of our three sellers have left; the new ones have not seen the workshop.',
      ],
    },
    calls: {
      on: { weekday: 3, at: '10:30' },
      notes: [
        [
          'Strong start. Three sellers, all certified.',
          'Prices are answered within two days.',
          'Send the price list for multi-site deals',
        ],
        [
          'Steady, but prices take longer each month.',
          'Large offers go to Maya directly.',
          'Collect the offers that wait for a price',
        ],
        [
          'Two sellers are about to leave. Imogen is hiring.',
          'New sellers take the pricing workshop in their first month.',
          'Name the new sellers',
        ],
      ],
    },
    towns: ['Leeds', 'Bristol', 'Norwich', 'Derby', 'Exeter', 'York', 'Swansea', 'Reading'],
    chatter: [
      { daysAgo: 13, by: cast.maya, text: 'Imogen, how is the quarter looking on your side?' },
      { daysAgo: 11, text: 'Slower than we would like. Two people left the sales team. More soon.' },
    ],
  },
  {
    key: 'BLUMESA',
    name: 'Blue Mesa Controls',
    channel: 'blue-mesa-lumen',
    lead: { name: 'Dana Whitfield', title: 'VP partnerships' },
    timeZone: 'America/Denver',
    tier: 'gold',
    tracks: ['sales', 'technical', 'support'],
    currency: 'USD',
    progress: { kickoffAgo: 231, gate: null },
    selling: {
      seasons: [
        { weeks: 16, won: 0.3, lost: 0.2, declined: 0.2 },
        { weeks: 20, won: 0.55, lost: 0.3, declined: 0.3 },
      ],
      openDeals: 6,
      leadsToReview: 0,
      cycleDays: [42, 74],
      amount: [80_000, 320_000],
      margin: [0.4, 0.48],
      registers: 0.7,
      influences: 0.8,
      territory: null,
    },
    feedback: {
      earlier: { together: [4, 4, 5], recommend: [8, 9, 8] },
      lately: { together: [4, 5, 4, 5], recommend: [9, 8, 9, 10] },
      comments: ['A second reference in cold storage would shorten the next one by weeks.'],
    },
    calls: {
      on: { weekday: 4, at: '17:00' },
      notes: [
        [
          'Few customers, large ones. Each asks for a pilot first.',
          'Pilots end after six weeks with a decision.',
          'Draft the pilot agreement for the US',
        ],
        [
          'Two warehouses signed after the joint site visit.',
          'Tom joins site visits above 200,000 USD.',
          'Plan the visit in Tucson',
        ],
      ],
    },
    towns: ['Denver', 'Boulder', 'Tucson', 'Salt Lake', 'Reno', 'Santa Fe'],
    chatter: [
      { daysAgo: 5, text: 'Tucson wants to see the cold-storage numbers before they sign.' },
      { daysAgo: 4, by: cast.tom, text: 'I can walk their engineers through them on Thursday.' },
    ],
  },
  {
    key: 'KESSLER',
    name: 'Kessler Gebäudetechnik',
    channel: 'kessler-lumen',
    lead: { name: 'Anton Kessler', title: 'Managing director' },
    timeZone: 'Europe/Berlin',
    tier: 'gold',
    tracks: ['sales', 'technical', 'support'],
    currency: 'EUR',
    progress: { kickoffAgo: 245, gate: null },
    selling: {
      seasons: [
        { weeks: 11, won: 0.9, lost: 0.5, declined: 0.6 },
        { weeks: 12, won: 0.3, lost: 1.4, declined: 1.4 },
        { weeks: 14, won: 1.3, lost: 0.8, declined: 0.5 },
      ],
      openDeals: 5,
      leadsToReview: 0,
      cycleDays: [26, 56],
      amount: [18_000, 82_000],
      margin: [0.39, 0.47],
      registers: 0.7,
      influences: 0.5,
      territory: 'dach',
    },
    feedback: {
      earlier: { together: [3, 3, 4, 2], recommend: [6, 7, 8, 5] },
      lately: { together: [4, 5, 4, 4], recommend: [8, 9, 9, 7] },
      comments: ['Since the weekly hour with Priya our people price offers themselves.'],
    },
    calls: {
      on: { weekday: 1, at: '14:00' },
      notes: [
        [
          'Good start with two rollouts.',
          'Every rollout begins with the three worst buildings.',
          'Send the savings calculator',
        ],
        [
          'Offers are lost on price, and nobody says why.',
          'Six weeks together on their offers, a call every week.',
          'List the lost offers with reasons',
        ],
        [
          'Back above target. The weekly hour helped most.',
          'The weekly hour goes on until the next review.',
          'Publish the offer template',
        ],
      ],
    },
    rescue: {
      startedDaysAgo: 150,
      decidedDaysAgo: 106,
      reason:
        'Three of four offers since the start of the plan were answered within a week, and two are won.',
      lesson: {
        story: 'Won rate fell by half when the two people who priced offers moved to another unit.',
        text: 'Pricing must not hang on one person. An hour a week on live offers brought it back in six weeks.',
        proposal: 'Ask each partner of three sellers or more for a second person who prices offers.',
      },
    },
    towns: ['Ulm', 'Kassel', 'Linz', 'Bern', 'Erfurt', 'Passau', 'Graz'],
    chatter: [
      { daysAgo: 3, text: 'The offer for the clinics in Ulm went out in two days. Thank you, Priya.' },
      { daysAgo: 3, by: cast.priya, text: 'That was you. See you on Monday.' },
    ],
  },
];
