import type { Prisma } from '../store/generated/client.ts';

/** Whose a model's rows are. */
export interface Belonging {
  /**
   * The column that names the partner, or the row through which they belong to one; null where no partner owns
   * them as a whole (what is written to people, what is due, the programme itself).
   */
  readonly partner: 'partnerId' | { readonly parent: Prisma.ModelName; readonly column: string } | null;
  /** Where rows are of two partners: through which column of each, and what in the row is that one's alone. */
  readonly sides?: readonly {
    readonly parent: Prisma.ModelName;
    readonly column: string;
    readonly own: readonly string[];
  }[];
  /** The columns that name a person. */
  readonly people: readonly string[];
  /** What the vendor keeps to itself: never in a person's export. */
  readonly internal?: readonly string[];
  /** In no export: what would tell whose an anonymous answer is. */
  readonly secret?: readonly string[];
}

/**
 * What no workspace owns as a column; workspaces and people are named in its keys. An installation is erased with
 * the last of its workspaces (see platform/installations).
 */
type SharedModel = 'InboundReceipt' | 'SendBudget' | 'Counter' | 'Installation';

/**
 * Every model whose rows belong to a workspace, what refers to another before what it refers to: rows are deleted
 * in this order. A new model is missing here until it is listed, and the compiler says so.
 */
export const belongings = {
  AgendaItem: { partner: { parent: 'Call', column: 'callId' }, people: ['addedById'] },
  Decision: { partner: 'partnerId', people: ['recordedById'] },
  ActionItem: { partner: 'partnerId', people: ['ownerPersonId', 'createdById', 'doneById'] },
  Call: { partner: 'partnerId', people: ['recordedById'] },
  CallSeries: { partner: 'partnerId', people: ['createdById'] },
  JourneySeat: { partner: { parent: 'Journey', column: 'journeyId' }, people: ['personId'] },
  JourneyStep: {
    partner: { parent: 'Journey', column: 'journeyId' },
    people: ['ownerPersonId', 'reviewerPersonId', 'submittedById', 'completedById'],
  },
  JourneyGate: { partner: { parent: 'Journey', column: 'journeyId' }, people: ['decidedById'] },
  Journey: { partner: 'partnerId', people: ['startedById'] },
  SurveyResponse: {
    partner: { parent: 'Survey', column: 'surveyId' },
    people: ['personId'],
    secret: ['respondentKey'],
  },
  SurveyInvitation: { partner: { parent: 'Survey', column: 'surveyId' }, people: ['personId'] },
  Survey: { partner: 'partnerId', people: [], secret: ['salt'] },
  Handoff: { partner: 'partnerId', people: ['fromPersonId', 'toPersonId'] },
  WinStory: { partner: 'partnerId', people: ['consentById', 'toldById', 'usedById'] },
  DealRole: { partner: { parent: 'Deal', column: 'dealId' }, people: ['personId'] },
  Deal: {
    partner: 'partnerId',
    people: ['registeredById', 'closedById', 'renewalAskedById', 'ownerPersonId'],
    internal: ['partnerCostMinor', 'isContested'],
  },
  MilestoneReached: { partner: 'partnerId', people: [] },
  OwnCustomer: { partner: null, people: ['addedById'], internal: ['name', 'customerKey', 'domain'] },
  HealthSignal: { partner: 'partnerId', people: [] },
  RemediationPlan: { partner: 'partnerId', people: ['startedById'] },
  HealthDecision: { partner: 'partnerId', people: ['decidedById'] },
  TierProposal: {
    partner: 'partnerId',
    people: ['decidedById'],
    internal: ['fromTier', 'toTier', 'evidence', 'reason'],
  },
  Lesson: { partner: 'partnerId', people: ['writtenById', 'settledById'] },
  ChannelWord: { partner: 'partnerId', people: [] },
  LeadRouting: {
    partner: { parent: 'Lead', column: 'leadId' },
    people: ['personId'],
    internal: ['why', 'reason'],
  },
  LeadTaker: { partner: null, people: ['personId'] },
  Lead: {
    partner: 'partnerId',
    people: ['submittedById', 'reviewedById', 'ownerPersonId', 'qualifiedById'],
    internal: ['unroutedWhy'],
  },
  CostEntry: { partner: 'partnerId', people: [], internal: ['note'] },
  UsageEntry: { partner: 'partnerId', people: [] },
  ApiCallCount: { partner: 'partnerId', people: [] },
  PlanReview: { partner: 'partnerId', people: ['takenById'], internal: ['internalGoals'] },
  PlanDraft: { partner: 'partnerId', people: ['personId'] },
  PlanRevision: { partner: 'partnerId', people: ['savedById'], internal: ['internalAnswers'] },
  PlanContribution: { partner: 'partnerId', people: ['ownerPersonId', 'addedById', 'givenSaidById'] },
  BusinessPlan: {
    partner: 'partnerId',
    people: ['openedById', 'vendorAgreedById', 'partnerAgreedById'],
    internal: ['internalAnswers'],
  },
  ScorecardSnapshot: { partner: 'partnerId', people: [] },
  SentDigest: {
    partner: 'partnerId',
    people: ['personId'],
    internal: ['document', 'values', 'overall', 'terms'],
  },
  GapSetAside: { partner: 'partnerId', people: ['setAsideById'], internal: ['reason', 'fingerprint'] },
  DigestPreference: { partner: null, people: ['personId'] },
  MentorCardPerson: { partner: { parent: 'MentorCard', column: 'cardId' }, people: ['personId'] },
  // Whose request it answers. A partner's export and a person's name no other partner's card, nor who of it said yes.
  Mentorship: {
    partner: { parent: 'MentorCard', column: 'requestId' },
    sides: [
      {
        ...{ parent: 'MentorCard', column: 'requestId' },
        own: ['requestId', 'learnerAcceptedById', 'learnerAcceptedAt'],
      },
      {
        ...{ parent: 'MentorCard', column: 'offerId' },
        own: ['offerId', 'mentorAcceptedById', 'mentorAcceptedAt'],
      },
    ],
    people: ['approvedById', 'mentorAcceptedById', 'learnerAcceptedById'],
    internal: ['requestId', 'offerId'],
  },
  MentorCard: { partner: 'partnerId', people: ['saidById'] },
  RoleGrant: { partner: 'partnerId', people: ['personId', 'grantedById'] },
  ApiAnswer: { partner: { parent: 'ApiKey', column: 'keyId' }, people: [], secret: ['body'] },
  ApiKey: { partner: 'partnerId', people: ['createdById'], secret: ['secretSealed', 'tokenHash'] },
  AuditEntry: { partner: 'partnerId', people: ['actorPersonId'] },
  Delivery: { partner: null, people: [] },
  Surface: { partner: null, people: [] },
  DueItem: { partner: null, people: [] },
  PartnerChannel: { partner: 'partnerId', people: [] },
  Person: { partner: 'partnerId', people: ['id'] },
  Partner: { partner: { parent: 'Partner', column: 'id' }, people: ['managerPersonId'] },
  PlaybookVersion: { partner: null, people: [] },
  Workspace: { partner: null, people: [] },
} as const satisfies Record<Exclude<Prisma.ModelName, SharedModel>, Belonging>;

export type OwnedModel = keyof typeof belongings;

export const ownedModels = Object.keys(belongings).filter((name): name is OwnedModel => name in belongings);

/** The column that says which workspace a model's row belongs to. */
export const ownerColumn = (model: OwnedModel) => (model === 'Workspace' ? 'id' : 'workspaceId');
