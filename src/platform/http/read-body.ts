import type { IncomingMessage } from 'node:http';

/** Why a body was not read to its end. */
export class BodyFault extends Error {
  override readonly name = 'BodyFault';
  readonly reason: 'too_large' | 'slow' | 'unreadable';

  constructor(reason: BodyFault['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface BodyLimits {
  readonly mostBytes: number;
  readonly withinMs: number;
}

/** The whole body, as it came. Throws BodyFault; what has not been read by then never is. */
export function readBody(request: IncomingMessage, { mostBytes, withinMs }: BodyLimits): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = (fault?: BodyFault): void => {
      clearTimeout(timer);
      if (!fault) {
        resolve(Buffer.concat(chunks));
        return;
      }
      request.pause().removeAllListeners('data');
      reject(fault);
    };
    const timer = setTimeout(() => stop(new BodyFault('slow', `${size} bytes in ${withinMs} ms`)), withinMs);
    request
      .on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size > mostBytes) stop(new BodyFault('too_large', `${size} bytes and more`));
      })
      .once('end', () => stop())
      .once('close', () => stop(new BodyFault('unreadable', 'broken off')))
      .once('error', () => stop(new BodyFault('unreadable', 'broken off')));
  });
}

/** The text that was signed: what is not UTF-8 has none, and would be another text once it were mended. */
export function decodeBody(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw new BodyFault('unreadable', 'not UTF-8');
  }
}

/** The media type alone, in lower case; empty where none is said. */
export function contentTypeOf(request: IncomingMessage): string {
  return (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
