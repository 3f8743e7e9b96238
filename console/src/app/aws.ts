// Clients of the AWS SDK that speak to the server this page came from, as the identity that is active.
import { Sha256Js } from '@smithy/core/checksum';
import { type Identity, current, identity } from './session';

type Client = { destroy(): void };
type Constructor<C> = new (configuration: never) => C;
const made = new Map<unknown, Map<string, unknown>>();

/** A client for the active identity and region, unless another region or another of the signed-in identities is given. */
export function client<C extends Client>(constructor: Constructor<C>, region?: string, as?: Identity): C {
  const who = as ?? identity();
  const where = region ?? current()?.region ?? 'us-east-1';
  const key = `${who.accessKeyId}|${where}`;
  const ofKind = made.get(constructor) ?? new Map<string, unknown>();
  made.set(constructor, ofKind);
  const known = ofKind.get(key) as C | undefined;
  if (known) return known;
  const { accessKeyId, secretAccessKey, sessionToken } = who;
  const fresh = new constructor({
    region: where,
    endpoint: location.origin,
    credentials: { accessKeyId, secretAccessKey, sessionToken },
    maxAttempts: 2,
    forcePathStyle: true,
    useQueueUrlAsEndpoint: false,
    // Names such as streaming-127.0.0.1 do not resolve, and the page may only speak to where it came from.
    disableHostPrefix: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // Browsers have no Web Crypto on plain HTTP, but for the machine itself.
    ...(globalThis.crypto?.subtle ? {} : { sha256: Sha256Js }),
  } as never);
  ofKind.set(key, fresh);
  return fresh;
}

export interface Trouble {
  code: string;
  message: string;
  requestId?: string;
  denied: boolean;
  expired: boolean;
}

/** What a failed call says, for people. */
export function trouble(error: unknown): Trouble {
  const known = error as { name?: string; Code?: string; message?: string; $metadata?: { requestId?: string } };
  const code = known.name ?? known.Code ?? 'Error';
  return {
    code,
    message: known.message ?? String(error),
    requestId: known.$metadata?.requestId,
    denied: /AccessDenied|NotAuthorized|Forbidden/i.test(code),
    expired: /ExpiredToken/i.test(code),
  };
}

/** All pages of a list, up to a number that a browser can show. */
export async function pages<T>(next: (token?: string) => Promise<[T[] | undefined, string | undefined]>, most = 10_000): Promise<T[]> {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const [items, following] = await next(token);
    all.push(...(items ?? []));
    token = following;
  } while (token && all.length < most);
  return all;
}
