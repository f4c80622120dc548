import { link as linkTo, urlInput } from '../../../platform/slack/kit/index.ts';
import { type EvidenceType, findAddress, readAddress, words } from './form.ts';

/** A web address. */
export const link: EvidenceType<'link'> = {
  kind: 'link',
  form: ({ prompt }) => ({
    inputs: [urlInput('url', prompt, { hint: 'A web address that both sides can open.' })],
    read: (inputs) => {
      const url = readAddress(words(inputs, 'url'));
      if (url === null)
        return {
          ok: false,
          errors: { url: 'That isn’t a web address I can open. It begins with https:// or http://.' },
        };
      return { ok: true, evidence: { kind: 'link', url } };
    },
    fromWords: (said) => {
      const url = findAddress(said);
      return url === null ? null : { kind: 'link', url };
    },
  }),
  show: (evidence) => linkTo(String(evidence.url ?? ''), String(evidence.url ?? '')),
};
