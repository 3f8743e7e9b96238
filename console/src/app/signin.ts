// Signing in: a password, or an access key that signs one request. Either way only a session's credentials stay.
import { type Identity, type State, current, set, withIdentity } from './session';

export interface Answer {
  challenge?: 'mfa' | 'newPassword';
  credentials?: Omit<Identity, 'arn' | 'account'>;
  arn?: string;
  account?: string;
  homeRegion?: string;
  regions?: string[];
}

export class Refused extends Error {}

async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const sent = { 'content-type': 'application/json', ...headers };
  const reply = await fetch(`/_console/${path}`, { method: 'POST', headers: sent, body: JSON.stringify(body), cache: 'no-store' });
  const answer = (await reply.json()) as Answer & { message?: string };
  if (!reply.ok) throw new Refused(answer.message ?? reply.statusText);
  return answer;
}

/** Headers that prove who sends a body: the signature of a call of STS. */
async function signed(path: string, body: unknown, keys: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) {
  const [{ SignatureV4 }, { Sha256Js }] = await Promise.all([import('@smithy/signature-v4'), import('@smithy/core/checksum')]);
  const signer = new SignatureV4({ service: 'sts', region: current()?.region ?? 'us-east-1', credentials: keys, sha256: Sha256Js });
  const request = await signer.sign({
    method: 'POST',
    protocol: location.protocol,
    hostname: location.hostname,
    path: `/_console/${path}`,
    query: {},
    headers: { host: location.host, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { host: _host, ...headers } = request.headers as Record<string, string>;
  return headers;
}

export const withPassword = (body: Record<string, string>) => post('sign-in', body);

export async function withKey(accessKeyId: string, secretAccessKey: string, mfaCode: string): Promise<Answer> {
  const body = mfaCode ? { mfaCode } : {};
  return post('sign-in', body, await signed('sign-in', body, { accessKeyId, secretAccessKey }));
}

/** Keeps the session that an answer carries. */
export function enter(answer: Answer): void {
  if (!answer.credentials || !answer.arn || !answer.account) return;
  const regions = answer.regions ?? ['us-east-1'];
  set({
    identities: [{ ...answer.credentials, arn: answer.arn, account: answer.account }],
    active: 0,
    region: answer.homeRegion ?? 'us-east-1',
    regions,
  });
}

/** Assumes a role as the identity that is active, and makes it the active one. */
export async function switchRole(roleArn: string, name: string): Promise<void> {
  const [{ AssumeRoleCommand, STSClient }, { client }] = await Promise.all([import('@aws-sdk/client-sts'), import('./aws')]);
  const reply = await client(STSClient).send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: name }));
  const given = reply.Credentials;
  const arn = reply.AssumedRoleUser?.Arn;
  if (!given?.AccessKeyId || !given.SecretAccessKey || !given.SessionToken || !arn) throw new Error('STS gave no credentials');
  const role: Identity = {
    accessKeyId: given.AccessKeyId,
    secretAccessKey: given.SecretAccessKey,
    sessionToken: given.SessionToken,
    expiration: (given.Expiration ?? new Date()).toISOString(),
    arn,
    account: arn.split(':')[4] ?? '',
  };
  set(withIdentity(current() as State, role));
  await post('switch-role', {}, await signed('switch-role', {}, role));
}
