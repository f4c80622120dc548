import type { InputBlock } from '@slack/types';
import { joinMd, link, md, urlInput } from '../../../platform/slack/kit/index.ts';
import { type EvidenceType, findAddress, readAddress, words } from './form.ts';

const mostFiles = 5;

/**
 * A file uploaded in the form, or the address of one that is somewhere else already: from some workspaces and
 * phones an upload in a form is not possible.
 */
export const file: EvidenceType<'file'> = {
  kind: 'file',
  form: ({ prompt }) => ({
    inputs: [
      upload(prompt),
      urlInput('url', 'Or its web address', {
        optional: true,
        hint: 'A link to the message or folder that holds the file.',
      }),
    ],
    read: (inputs) => {
      const files = Array.isArray(inputs.files) ? inputs.files.slice(0, mostFiles).map(String) : [];
      const typed = words(inputs, 'url');
      const url = typed === '' ? null : readAddress(typed);
      if (typed !== '' && url === null)
        return {
          ok: false,
          errors: { url: 'That isn’t a web address I can open. It begins with https://.' },
        };
      if (files.length === 0 && url === null)
        return { ok: false, errors: { url: 'Please upload a file above, or paste its web address here.' } };
      return { ok: true, evidence: { kind: 'file', files, ...(url !== null && { url }) } };
    },
    fromWords: (said) => {
      const url = findAddress(said);
      return url === null ? null : { kind: 'file', files: [], url };
    },
  }),
  show: (evidence) => {
    const files = Array.isArray(evidence.files) ? evidence.files.map(String) : [];
    const shown = files.map((each, index) =>
      readAddress(each) ? link(each, `File ${index + 1}`) : md`file ${each}, uploaded to Slack`,
    );
    const url = typeof evidence.url === 'string' ? [link(evidence.url, evidence.url)] : [];
    return joinMd([...shown, ...url], ', ');
  },
};

function upload(prompt: string): InputBlock {
  return {
    type: 'input',
    block_id: 'files',
    label: { type: 'plain_text', text: prompt },
    element: { type: 'file_input', action_id: 'value', max_files: mostFiles },
    optional: true,
  };
}
