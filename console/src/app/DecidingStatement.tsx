// The statement that refused a call. Loaded when somebody asks for it.
import { GetPolicyCommand, GetPolicyVersionCommand, IAMClient } from '@aws-sdk/client-iam';
import { DescribePolicyCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { client, trouble } from './aws';
import { type Denial, denying } from './denial';
import { Code, Show, useLoad } from './parts';
import { href } from './router';
import { current, identity } from './session';
import { t } from './texts';

interface Found { name: string; text: string; place: string[] }

/** The text of a policy. Whoever switched roles may only read it as who signed in: guardrails stand in the management account. */
async function read(arn: string): Promise<Found> {
  const who = [identity(), ...(current()?.identities ?? [])];
  let last: unknown;
  for (const one of who) {
    try {
      const id = /^arn:[\w-]+:organizations:.*\/(p-\w+)$/.exec(arn)?.[1];
      if (id) {
        const { Policy: policy } = await client(OrganizationsClient, undefined, one).send(new DescribePolicyCommand({ PolicyId: id }));
        return { name: policy?.PolicySummary?.Name ?? id, text: policy?.Content ?? '', place: ['organizations', 'policies', id] };
      }
      const iam = client(IAMClient, undefined, one);
      const { Policy: policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }));
      const version = await iam.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: policy?.DefaultVersionId }));
      return { name: policy?.PolicyName ?? arn, text: decodeURIComponent(version.PolicyVersion?.Document ?? ''), place: ['iam', 'policies', arn] };
    } catch (error) {
      last = error;
    }
  }
  throw new Error(trouble(last).message);
}

export default function DecidingStatement({ denial }: { denial: Denial }) {
  const found = useLoad(() => read(denial.policy ?? ''), [denial.policy]);
  return (
    <Show of={found}>{({ name, text, place }) => {
      const statements = denying(text, denial.action);
      return (
        <SpaceBetween size="xs">
          <Box color="inherit">{t.decidedBy(denial.action)} <Link href={href(...place)}>{name}</Link></Box>
          <Code text={JSON.stringify(statements.length === 1 ? statements[0] : statements, null, 2)} />
        </SpaceBetween>
      );
    }}</Show>
  );
}
