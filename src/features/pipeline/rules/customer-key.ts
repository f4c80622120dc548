import { Refusal } from '../../../core/refusal.ts';

/** Legal forms at the end of a name, as single words without dots, and what joins two of them. */
const legalForms = new Set(
  [
    'gmbh ggmbh mbh ag kg kgaa ohg gbr ug ek ev eg se',
    'inc incorporated corp corporation co company llc llp lp plc ltd limited',
    'sa sas sasu sarl eurl srl srls spa sapa snc sl slu slne',
    'bv nv vof cv ab as asa aps oy oyj hf ehf',
    'sro doo dd zrt kft nyrt bt ou uab sia spzoo spolka',
    'pty pte pvt bhd sdn kk lda ltda eireli ooo zao oao pao ооо зао оао пао ао',
    '株式会社 有限会社 合同会社 有限公司 股份有限公司',
  ].flatMap((line) => line.split(' ')),
);
const joiners = new Set(['and', 'und', 'et', 'y', 'i', 'og', 'och', 'e', 'en']);

/** Letters that have no accent to take off. */
const letters: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' },
};

/**
 * What tells a customer's name from others': without case, accents, punctuation, spaces and legal forms. “Müller
 * & Söhne GmbH & Co. KG”, “Mueller und Soehne” and “MULLER SOHNE” are one. Empty when the name has no letter
 * or digit.
 */
export function customerKey(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => letters[letter] ?? letter)
    .replace(/sp\.?\s*z\.?\s*o\.?\s*o\.?/g, ' spzoo ')
    .replace(/\b([a-z])\/([a-z])\b/g, '$1$2')
    // S.p.A. is one word, and Acme.Beta not worth telling from AcmeBeta.
    .replace(/[.'’`]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const words = plain.split(' ').filter((word) => word !== '' && !joiners.has(word));
  if (words[0] === 'the' && words.length > 1) words.shift();
  while (words.length > 1 && legalForms.has(words.at(-1) ?? '')) words.pop();
  const joined = words.length > 0 ? words.join('') : plain.replaceAll(' ', '');
  // Umlauts are written out as often as not.
  return joined.replace(/([aou])e+/g, '$1');
}

/**
 * The domain in a web or mail address as people write one: `https://www.Acme.example/jobs` is `acme.example`.
 * Null when nothing was written. Refuses with `invalid` what is none.
 */
export function readDomain(text: string): string | null {
  const words = text.trim().toLowerCase();
  if (words === '') return null;
  const host = words
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/^[^@/]*@/, '')
    .replace(/[/?#:].*$/s, '')
    .replace(/^www\./, '')
    .replace(/\.$/, '');
  const label = '[\\p{L}\\p{N}]([\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?';
  if (host.length <= 253 && new RegExp(`^(${label}\\.)+\\p{L}{2,63}$`, 'u').test(host)) return host;
  throw new Refusal('invalid', 'I could not read that as a web address. Write it like acme.com.');
}
