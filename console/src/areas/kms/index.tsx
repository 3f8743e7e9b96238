import { CreateKeyCommand, DescribeKeyCommand, DisableKeyCommand, EnableKeyCommand, EnableKeyRotationCommand, GetKeyPolicyCommand, GetKeyRotationStatusCommand, KMSClient, ListAliasesCommand, ListKeysCommand, ScheduleKeyDeletionCommand, type KeyMetadata } from '@aws-sdk/client-kms';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { client, pages, trouble } from '../../app/aws';
import { cli } from '../../app/cli';
import { Action } from '../../app/action';
import { when } from '../../app/language';
import { Cli, Code, Facts, Show, useLoad } from '../../app/parts';
import { ResourceTable } from '../../app/table';
import { href } from '../../app/router';
import { t } from './texts';

const kms = () => client(KMSClient);
type Row = { id: string; aliases: string[]; facts?: KeyMetadata };

export default function Kms({ path }: { path: string[] }) {
  return path[1] ? <Key key={path[1]} id={path[1]} /> : <Keys />;
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
      id="keys" title={t.keys} load={rows} command={cli('kms list-keys')}
      empty={{ title: t.noKeys, hint: t.aKeyEncryptsWithout }}
      columns={[
        { id: 'id', header: t.keyId, text: (k) => k.id, cell: (k) => <Link href={href('kms', 'keys', k.id)}>{k.id}</Link> },
        { id: 'aliases', header: t.aliases, text: (k) => k.aliases.join(', ') },
        { id: 'state', header: t.state, text: (k) => k.facts?.KeyState ?? t.hidden },
        { id: 'spec', header: t.spec, text: (k) => k.facts?.KeySpec ?? '' },
        { id: 'usage', header: t.usage, text: (k) => k.facts?.KeyUsage ?? '' },
        { id: 'manager', header: t.manager, text: (k) => k.facts?.KeyManager ?? '' },
        { id: 'created', header: t.created, text: (k) => when(k.facts?.CreationDate) },
      ]}
      actions={(reload) => <Action label={t.createKey} primary after={reload} done={t.theKeyIsThere} fields={[{ name: 'description', label: t.description, optional: true }]} command={(v) => cli('kms create-key', { description: v.description })} run={(v) => kms().send(new CreateKeyCommand({ Description: v.description }))} />}
    />
  );
}

function Key({ id }: { id: string }) {
  const key = useLoad(async () => {
    const facts = (await kms().send(new DescribeKeyCommand({ KeyId: id }))).KeyMetadata;
    const policy = await kms().send(new GetKeyPolicyCommand({ KeyId: id, PolicyName: 'default' })).then((r) => r.Policy ?? '', (e) => trouble(e).message);
    const rotation = await kms().send(new GetKeyRotationStatusCommand({ KeyId: id })).then((r) => ({ off: !r.KeyRotationEnabled, said: r.KeyRotationEnabled ? t.rotatedEvery(r.RotationPeriodInDays ?? 365) : t.off }), () => ({ off: false, said: t.notAvailable }));
    return { facts, policy, rotation };
  }, [id]);
  const option = { 'key-id': id };
  return (
    <Show of={key}>{({ facts, policy, rotation }) => (
      <SpaceBetween size="m">
        <Header variant="h1" description={facts?.Description} actions={<SpaceBetween direction="horizontal" size="xs">
          <Cli command={cli('kms describe-key', option)} />
          {facts?.KeyState === 'Enabled' && <Action label={t.disable} after={key.reload} done={t.theKeyIsDisabled} text={t.whatItEncryptedCannot} command={() => cli('kms disable-key', option)} run={() => kms().send(new DisableKeyCommand({ KeyId: id }))} />}
          {facts?.KeyState === 'Disabled' && <Action label={t.enable} after={key.reload} done={t.theKeyIsEnabled} command={() => cli('kms enable-key', option)} run={() => kms().send(new EnableKeyCommand({ KeyId: id }))} />}
          {rotation.off && <Action label={t.rotateYearly} after={key.reload} done={t.theKeyIsRotated} command={() => cli('kms enable-key-rotation', option)} run={() => kms().send(new EnableKeyRotationCommand({ KeyId: id }))} />}
          {facts?.KeyManager === 'CUSTOMER' && facts.KeyState !== 'PendingDeletion' && <Action label={t.scheduleDeletion} after={key.reload} done={t.theDeletionIsScheduled} text={t.whenItIsGone} command={() => cli('kms schedule-key-deletion', option)} run={() => kms().send(new ScheduleKeyDeletionCommand({ KeyId: id }))} />}
        </SpaceBetween>}>{id}</Header>
        <Facts title={t.facts} facts={[[t.arn, facts?.Arn], [t.state, facts?.KeyState], [t.spec, facts?.KeySpec], [t.usage, facts?.KeyUsage], [t.rotation, rotation.said], [t.origin, facts?.Origin], [t.created, when(facts?.CreationDate)], [t.deletion, when(facts?.DeletionDate)]]} />
        <Container header={<Header variant="h2">{t.keyPolicy}</Header>}><Code text={policy} /></Container>
      </SpaceBetween>
    )}</Show>
  );
}
