// What the server says of a policy before it is kept.
import { GetContextKeysForCustomPolicyCommand, IAMClient, SimulateCustomPolicyCommand } from '@aws-sdk/client-iam';
import { useEffect, useState } from 'react';
import { client, trouble } from '../aws';
import { type Kind, placeOf } from './document';
import type { Finding } from './check';
import { t } from './texts';

/** Milliseconds after the last change. */
const PAUSE = 900;
const ALLOW = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } });

/** A message of the server as a finding, at the statement that it names. */
export const said = (message: string): Finding => ({ severity: 'error', text: t.serverSays(message.replace(/^Invalid Input Policy: /, '')), statement: placeOf(message) });

/** Calls that read a policy and keep nothing. Whoever may not make them is not told: saving tells the same. */
async function asked(text: string, kind: Kind): Promise<Finding | undefined> {
  try {
    const iam = client(IAMClient);
    if (kind === 'identity') await iam.send(new GetContextKeysForCustomPolicyCommand({ PolicyInputList: [text] }));
    else await iam.send(new SimulateCustomPolicyCommand({ PolicyInputList: [ALLOW], ActionNames: ['iam:GetUser'], OrderedOrganizationPolicyInputList: [{ ServiceControlPolicyInputList: [text] }] }));
    return undefined;
  } catch (error) {
    const { code, message } = trouble(error);
    if (!/InvalidInput/.test(code)) throw error;
    return said(message);
  }
}

export interface Judgement { of: string; finding?: Finding; reached: boolean }

/** Asks the server of each text that stands for a moment, as long as `wanted`. */
export function useServer(text: string, kind: Kind, wanted: boolean): Judgement | undefined {
  const [judgement, setJudgement] = useState<Judgement>();
  useEffect(() => {
    if (!wanted) return undefined;
    let here = true;
    const timer = setTimeout(() => {
      asked(text, kind).then(
        (finding) => here && setJudgement({ of: text, finding, reached: true }),
        () => here && setJudgement({ of: text, reached: false }),
      );
    }, PAUSE);
    return () => { here = false; clearTimeout(timer); };
  }, [text, kind, wanted]);
  return wanted && judgement?.of === text ? judgement : undefined;
}
