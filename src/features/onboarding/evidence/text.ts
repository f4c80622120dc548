import { quote, textInput } from '../../../platform/slack/kit/index.ts';
import { type EvidenceType, words } from './form.ts';

const longest = 3000;

/** A few sentences. */
export const text: EvidenceType<'text'> = {
  kind: 'text',
  form: ({ prompt }) => ({
    inputs: [textInput('text', prompt, { multiline: true, maxLength: longest })],
    read: (inputs) => {
      const said = words(inputs, 'text');
      if (said === '') return { ok: false, errors: { text: 'Please write a sentence or two.' } };
      if (said.length > longest)
        return { ok: false, errors: { text: `Please keep it to ${longest} characters.` } };
      return { ok: true, evidence: { kind: 'text', text: said } };
    },
    fromWords: (said) => (said.trim() === '' ? null : { kind: 'text', text: said.trim().slice(0, longest) }),
  }),
  show: (evidence) => quote(String(evidence.text ?? '')),
};
