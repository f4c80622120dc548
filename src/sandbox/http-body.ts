import type { IncomingMessage, ServerResponse } from 'node:http';
import { isJson } from './blocks/check.ts';
import type { Json } from './world.ts';

const maxBodyBytes = 20_000_000;

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += part.length;
    if (size > maxBodyBytes) throw new Error('The request is too large for the sandbox');
    chunks.push(part);
  }
  return Buffer.concat(chunks);
}

/** The fields of a JSON, form or multipart body. */
export async function bodyFields(body: Buffer, contentType: string): Promise<Json> {
  if (body.length === 0) return {};
  if (contentType.includes('application/json')) {
    const value: unknown = JSON.parse(body.toString());
    return isJson(value) ? value : {};
  }
  if (contentType.includes('multipart/form-data'))
    return Object.fromEntries((await form(body, contentType)).entries());
  return Object.fromEntries(new URLSearchParams(body.toString()));
}

function form(body: Buffer, contentType: string): Promise<FormData> {
  return new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
}

/** An uploaded file's bytes: the body itself, or the one file of a multipart form. */
export async function uploadedBytes(body: Buffer, contentType: string): Promise<Buffer> {
  if (!contentType.includes('multipart/form-data')) return body;
  for (const value of (await form(body, contentType)).values()) {
    if (typeof value !== 'string') return Buffer.from(await value.arrayBuffer());
  }
  return Buffer.alloc(0);
}

export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(value));
}
