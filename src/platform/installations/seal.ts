import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** One of TOKEN_KEYS: 32 bytes and the name under which sealed tokens remember it. */
export interface TokenKey {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Keeps tokens unreadable in the database. */
export interface Sealer {
  /** `purpose` names the row and the column: what is sealed for one opens in no other. */
  seal(secret: string, purpose: string): string;
  /** Throws Unsealable when the key is not there any more, or the text was changed or moved. */
  open(sealed: string, purpose: string): string;
  /** Whether it was sealed with the newest key. */
  isNewest(sealed: string): boolean;
}

/** A sealed token that cannot be opened. Names the key that is asked for, never what is sealed. */
export class Unsealable extends Error {
  override readonly name = 'Unsealable';
}

const nonceBytes = 12;
const tagBytes = 16;

/**
 * AES-256-GCM with a random nonce each: `v1.<key's name>.<nonce>.<ciphertext and tag>`, both in base64url. The
 * first key seals, every key opens; the key's name and the purpose are authenticated with it. Nonces of 96
 * random bits are safe for some four thousand million tokens a key (NIST SP 800-38D, 8.3).
 */
export function createSealer(keys: readonly [TokenKey, ...TokenKey[]]): Sealer {
  const [newest] = keys;
  const byName = new Map(keys.map((key) => [key.name, key]));
  const bound = (name: string, purpose: string) => Buffer.from(`tandem v1 ${name} ${purpose}`, 'utf8');

  return {
    seal: (secret, purpose) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', newest.bytes, nonce).setAAD(bound(newest.name, purpose));
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return ['v1', newest.name, nonce.toString('base64url'), sealed.toString('base64url')].join('.');
    },
    open: (sealed, purpose) => {
      const [version, name = '', nonce = '', text = '', ...rest] = sealed.split('.');
      if (version !== 'v1' || text === '' || rest.length > 0)
        throw new Unsealable('What is kept is no sealed token.');
      const key = byName.get(name);
      if (!key)
        throw new Unsealable(
          `A token is sealed with the key “${name}”, which is not in TOKEN_KEYS. Put that key back behind the newest one.`,
        );
      const bytes = Buffer.from(text, 'base64url');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key.bytes, Buffer.from(nonce, 'base64url'), {
          authTagLength: tagBytes,
        })
          .setAAD(bound(name, purpose))
          .setAuthTag(bytes.subarray(-tagBytes));
        return decipher.update(bytes.subarray(0, -tagBytes), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        throw new Unsealable(
          `A token sealed with the key “${name}” does not open: the key in TOKEN_KEYS is another one, or the row was changed.`,
        );
      }
    },
    isNewest: (sealed) => sealed.startsWith(`v1.${newest.name}.`),
  };
}

/** What one column of one installation is sealed for. */
export function purposeOf(slackId: string, column: 'botToken' | 'refreshToken'): string {
  return `${slackId} ${column}`;
}
