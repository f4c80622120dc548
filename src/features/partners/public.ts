export { channelHooks } from './channel-state.ts';
export { endPartnership, resumePartnership } from './ending.ts';
export { tellInvited } from './invitations.ts';
export { askForRole } from './newcomers.ts';
export { numbersChanged } from './numbers-changed.ts';
export { type PartnerDetails, savePartner } from './save-partner.ts';
export { offerSetUp } from './set-up.ts';
export {
  activePartners,
  channelOf,
  choosePartner,
  everyPartner,
  grantRole,
  listPartners,
  loadPartner,
  loadPartners,
  loadPeople,
  managedPartners,
  ownWorkspace,
  partnersWhoLeft,
  peopleWithRole,
  personBySlackId,
  programmeSettings,
} from './store.ts';
export { succeed } from './successor.ts';
export { managerOfChannel, reportUndeliverable } from './undeliverable.ts';
