export { askForRole } from './newcomers.ts';
export {
  channelOf,
  choosePartner,
  grantRole,
  listPartners,
  loadPartner,
  loadPeople,
  managedPartners,
  type PartnerDetails,
  peopleWithRole,
  personBySlackId,
  programmeSettings,
  savePartner,
} from './store.ts';
export { managerOfChannel, reportUndeliverable } from './undeliverable.ts';
