/** What stands where the name of an erased person stood. */
export const formerColleague = 'a former colleague';

/** Stands for the Slack id of an erased person: unique as that was, and nobody's in Slack. */
export const formerSlackId = (personId: string): string => `former:${personId}`;

/** Whether a person's data was erased; what they did remains, as somebody's. */
export const isErased = (person: { readonly slackUserId: string }): boolean =>
  person.slackUserId.startsWith('former:');
