import { CreateKeyCommand, DescribeKeyCommand, DisableKeyCommand, EnableKeyCommand, EnableKeyRotationCommand, GetKeyPolicyCommand, GetKeyRotationStatusCommand, KMSClient, ListAliasesCommand, ListKeysCommand, ScheduleKeyDeletionCommand, type KeyMetadata } from '@aws-sdk/client-kms';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { client, pages, trouble } from '../../app/aws';
import { cli } from '../../app/cli';
import { Action } from '../../app/action';
import { Cli, Code, Facts, Show, useLoad, when } from '../../app/parts';
import { ResourceTable } from '../../app/table';
import { href } from '../../app/router';

const kms = () => client(KMSClient);
type Row = { id: string; aliases: string[]; facts?: KeyMetadata };

export default function Kms({ path }: { path: string[] }) {
  return path[1] ? <Key id={path[1]} /> : <Keys />;
}

async function rows(): Promise<Row[]> {
  const [keys, aliases] = await Promise.all([
    pages(async (Marker) => { const r = await kms().send(new ListKeysCommand({ Marker })); return [r.Keys, r.NextMarker]; }),
    pages(async (Marker) => { const r = await kms().send(new ListAliasesCommand({ Marker })); return [r.Aliases, r.NextMarker]; }),
  ]);
  return Promise.all(keys.map(async ({ KeyId: id = '' }) => {
    const named = aliases.filter((a) => a.TargetKeyId === id).map((a) => a.AliasName ?? '');
    // A key whose policy lets nobody look is still listed.
    const facts = await kms().send(new DescribeKeyCommand({ KeyId: id })).then((r) => r.KeyMetadata, () => undefined);
    return { id, aliases: named, facts };
  }));
}

function Keys() {
  return (
    <ResourceTable<Row>
      id="keys" title="Keys" load={rows} command={cli('kms list-keys')}
      empty={{ title: 'No keys', hint: 'A key encrypts without ever leaving the server. Its policy says who may use it, and each use is recorded.' }}
      columns={[
        { id: 'id', header: 'Key ID', text: (k) => k.id, cell: (k) => <Link href={href('kms', 'keys', k.id)}>{k.id}</Link> },
        { id: 'aliases', header: 'Aliases', text: (k) => k.aliases.join(', ') },
        { id: 'state', header: 'State', text: (k) => k.facts?.KeyState ?? 'Not allowed to see' },
        { id: 'spec', header: 'Spec', text: (k) => k.facts?.KeySpec ?? '' },
        { id: 'usage', header: 'Usage', text: (k) => k.facts?.KeyUsage ?? '' },
        { id: 'manager', header: 'Manager', text: (k) => k.facts?.KeyManager ?? '' },
        { id: 'created', header: 'Created', text: (k) => when(k.facts?.CreationDate) },
      ]}
      actions={(reload) => <Action label="Create key" primary after={reload} done="The key is there." fields={[{ name: 'description', label: 'Description', optional: true }]} command={(v) => cli('kms create-key', { description: v.description })} run={(v) => kms().send(new CreateKeyCommand({ Description: v.description }))} />}
    />
  );
}

function Key({ id }: { id: string }) {
  const key = useLoad(async () => {
    const facts = (await kms().send(new DescribeKeyCommand({ KeyId: id }))).KeyMetadata;
    const policy = await kms().send(new GetKeyPolicyCommand({ KeyId: id, PolicyName: 'default' })).then((r) => r.Policy ?? '', (e) => trouble(e).message);
    const rotation = await kms().send(new GetKeyRotationStatusCommand({ KeyId: id })).then((r) => (r.KeyRotationEnabled ? `On, every ${r.RotationPeriodInDays} days` : 'Off'), () => 'Not available');
    return { facts, policy, rotation };
  }, [id]);
  const option = { 'key-id': id };
  return (
    <Show of={key}>{({ facts, policy, rotation }) => (
      <SpaceBetween size="m">
        <Header variant="h1" description={facts?.Description} actions={<SpaceBetween direction="horizontal" size="xs">
          <Cli command={cli('kms describe-key', option)} />
          {facts?.KeyState === 'Enabled' && <Action label="Disable" after={key.reload} done="The key is disabled." text="What it encrypted cannot be read until it is enabled again." command={() => cli('kms disable-key', option)} run={() => kms().send(new DisableKeyCommand({ KeyId: id }))} />}
          {facts?.KeyState === 'Disabled' && <Action label="Enable" after={key.reload} done="The key is enabled." command={() => cli('kms enable-key', option)} run={() => kms().send(new EnableKeyCommand({ KeyId: id }))} />}
          {rotation === 'Off' && <Action label="Rotate yearly" after={key.reload} done="The key is rotated yearly." command={() => cli('kms enable-key-rotation', option)} run={() => kms().send(new EnableKeyRotationCommand({ KeyId: id }))} />}
          {facts?.KeyManager === 'CUSTOMER' && facts.KeyState !== 'PendingDeletion' && <Action label="Schedule deletion" after={key.reload} done="The deletion is scheduled in 30 days." text="When it is gone, so is everything it encrypted." command={() => cli('kms schedule-key-deletion', option)} run={() => kms().send(new ScheduleKeyDeletionCommand({ KeyId: id }))} />}
        </SpaceBetween>}>{id}</Header>
        <Facts title="Facts" facts={[['ARN', facts?.Arn], ['State', facts?.KeyState], ['Spec', facts?.KeySpec], ['Usage', facts?.KeyUsage], ['Rotation', rotation], ['Origin', facts?.Origin], ['Created', when(facts?.CreationDate)], ['Deletion', when(facts?.DeletionDate)]]} />
        <Container header={<Header variant="h2">Key policy</Header>}><Code text={policy} /></Container>
      </SpaceBetween>
    )}</Show>
  );
}
