import { CreateSecretCommand, DeleteSecretCommand, DescribeSecretCommand, GetSecretValueCommand, ListSecretVersionIdsCommand, ListSecretsCommand, PutSecretValueCommand, RestoreSecretCommand, type SecretListEntry, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { client, pages } from '../../app/aws';
import { cli } from '../../app/cli';
import { failed } from '../../app/notices';
import { Action } from '../../app/action';
import { day, moment, when } from '../../app/language';
import { Cli, Code, Facts, Show, useLoad } from '../../app/parts';
import { ResourceTable, Rows } from '../../app/table';
import { Rotation } from './Rotation';
import { href } from '../../app/router';
import { t } from './texts';

const sm = () => client(SecretsManagerClient);

export default function SecretsManager({ path }: { path: string[] }) {
  // A value that was revealed must not stand under the name of another secret.
  return path[1] ? <Secret key={path[1]} id={path[1]} /> : <Secrets />;
}

function Secrets() {
  return (
    <ResourceTable<SecretListEntry>
      id="secrets"
      title={t.secrets}
      load={() => pages(async (NextToken) => { const r = await sm().send(new ListSecretsCommand({ NextToken, MaxResults: 100, IncludePlannedDeletion: true })); return [r.SecretList, r.NextToken]; })}
      command={cli('secretsmanager list-secrets')}
      empty={{ title: t.noSecrets, hint: t.storeAPasswordA }}
      columns={[
        { id: 'name', header: t.name, text: (s) => s.Name ?? '', cell: (s) => <Link href={href('secretsmanager', 'secrets', s.Name ?? '')}>{s.Name}</Link> },
        { id: 'description', header: t.description, text: (s) => s.Description ?? '' },
        { id: 'rotation', header: t.rotation, text: (s) => (s.RotationEnabled ? t.on : t.isOff) },
        { id: 'rotated', header: t.lastRotated, text: (s) => when(s.LastRotatedDate) },
        { id: 'read', header: t.lastRead, text: (s) => when(s.LastAccessedDate).slice(0, 10), cell: (s) => day(s.LastAccessedDate) || '–' },
        { id: 'deleted', header: t.deletion, text: (s) => when(s.DeletedDate) },
      ]}
      actions={(reload) => (
        <Action
          label={t.storeASecret} primary after={reload} done={t.theSecretIsStored}
          fields={[{ name: 'name', label: t.name }, { name: 'value', label: t.secretValue, secret: true }, { name: 'description', label: t.description, optional: true }]}
          command={(v) => cli('secretsmanager create-secret', { name: v.name, 'secret-string': v.value, description: v.description })}
          run={(v) => sm().send(new CreateSecretCommand({ Name: v.name, SecretString: v.value, Description: v.description || undefined }))}
        />
      )}
    />
  );
}

function Secret({ id }: { id: string }) {
  const secret = useLoad(async () => {
    const [facts, versions] = await Promise.all([sm().send(new DescribeSecretCommand({ SecretId: id })), sm().send(new ListSecretVersionIdsCommand({ SecretId: id, IncludeDeprecated: true }))]);
    return { facts, versions: versions.Versions ?? [] };
  }, [id]);
  const [value, setValue] = useState<string>();
  const [busy, setBusy] = useState(false);
  const { reload } = secret;
  async function reveal() {
    setBusy(true);
    try {
      const reply = await sm().send(new GetSecretValueCommand({ SecretId: id }));
      setValue(reply.SecretString ?? t.binary(reply.SecretBinary?.length ?? 0));
    } catch (error) {
      failed(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Show of={secret}>
      {({ facts, versions }) => (
        <SpaceBetween size="m">
          <Header
            variant="h1" description={facts.Description}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Cli command={cli('secretsmanager describe-secret', { 'secret-id': id })} />
                <Action label={t.newValue} after={() => { setValue(undefined); reload(); }} done={t.theNewValueIs} fields={[{ name: 'value', label: t.secretValue, secret: true }]} command={(v) => cli('secretsmanager put-secret-value', { 'secret-id': id, 'secret-string': v.value })} run={(v) => sm().send(new PutSecretValueCommand({ SecretId: id, SecretString: v.value }))} />
                {facts.DeletedDate
                  ? <Action label={t.restore} after={reload} done={t.theSecretIsRestored} command={() => cli('secretsmanager restore-secret', { 'secret-id': id })} run={() => sm().send(new RestoreSecretCommand({ SecretId: id }))} />
                  : <Action label={t.deleteIt} after={reload} done={t.theSecretWillBe} text={t.itCanBeRestored} command={() => cli('secretsmanager delete-secret', { 'secret-id': id })} run={() => sm().send(new DeleteSecretCommand({ SecretId: id }))} />}
              </SpaceBetween>
            }
          >{facts.Name}</Header>
          <Facts title={t.facts} facts={[
            [t.arn, facts.ARN], [t.kmsKey, facts.KmsKeyId ?? 'aws/secretsmanager'], [t.created, when(facts.CreatedDate)],
            [t.rotation, facts.RotationEnabled ? t.onNext(moment(facts.NextRotationDate)) : t.isOff], [t.lastRotated, when(facts.LastRotatedDate)], [t.deletion, when(facts.DeletedDate)],
          ]} />
          <Container header={<Header variant="h2" actions={value === undefined ? <Button loading={busy} loadingText={t.loading} onClick={reveal}>{t.reveal}</Button> : <Button onClick={() => setValue(undefined)}>{t.hide}</Button>}>{t.secretValue}</Header>}>
            {value === undefined ? t.hidden : <Code text={value} />}
          </Container>
          <Rotation key={facts.ARN} facts={facts} versions={versions} reload={reload} />
          <Rows id="secret-versions" title={t.versions} level={2} items={versions} command={cli('secretsmanager list-secret-version-ids', { 'secret-id': id })} empty={{ title: t.noVersions, hint: t.aSecretWithoutA }} columns={[
            { id: 'id', header: t.version, text: (v) => v.VersionId ?? '' }, { id: 'stages', header: t.stages, text: (v) => (v.VersionStages ?? []).join(', ') }, { id: 'created', header: t.created, text: (v) => when(v.CreatedDate) },
          ]} />
        </SpaceBetween>
      )}
    </Show>
  );
}
