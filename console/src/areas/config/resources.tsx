import { type ConfigurationItem, DescribeConfigurationRecorderStatusCommand, GetResourceConfigHistoryCommand, PutConfigurationRecorderCommand, PutDeliveryChannelCommand, type ResourceType, SelectResourceConfigCommand, StartConfigurationRecorderCommand } from '@aws-sdk/client-config-service';
import { CreateServiceLinkedRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { client, pages, trouble } from '../../app/aws';
import { cli } from '../../app/cli';
import { Action } from '../../app/action';
import { when } from '../../app/language';
import { Cli, Code, Heading, Show, Teach, useLoad } from '../../app/parts';
import { ResourceTable } from '../../app/table';
import { href } from '../../app/router';
import { identity } from '../../app/session';
import { config } from './data';
import { diff } from './diff';
import { t } from './texts';

/** Makes the role that Config records with, unless it is there. */
async function ownRole(): Promise<void> {
  try {
    await client(IAMClient).send(new CreateServiceLinkedRoleCommand({ AWSServiceName: 'config.amazonaws.com' }));
  } catch (error) {
    if (!/InvalidInput/.test(trouble(error).code)) throw error;
  }
}

interface Row { resourceId: string; resourceName?: string; resourceType: string; awsRegion: string; configurationItemCaptureTime: string; configurationItemStatus: string }
const QUERY = 'SELECT resourceId, resourceName, resourceType, awsRegion, configurationItemCaptureTime, configurationItemStatus';

export function Resources() {
  const recorder = useLoad(async () => (await config().send(new DescribeConfigurationRecorderStatusCommand({}))).ConfigurationRecordersStatus?.[0] ?? null);
  const recording = recorder.value?.recording ?? false;
  const role = `arn:aws:iam::${identity().account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`;
  return (
    <SpaceBetween size="m">
      <Show of={recorder}>{() => recording ? <StatusIndicator type="success">{t.recording}</StatusIndicator> : (
        <Container header={<Header variant="h2" actions={(
          <Action
            label={t.start} primary after={recorder.reload} done={t.started}
            text={t.startText}
            fields={[{ name: 'bucket', label: t.bucket }, { name: 'role', label: t.recorderRole, initial: role }]}
            command={(v) => [
              ...(v.role === role ? [cli('iam create-service-linked-role', { 'aws-service-name': 'config.amazonaws.com' })] : []),
              cli('configservice put-configuration-recorder', { 'configuration-recorder': `name=default,roleARN=${v.role}`, 'recording-group': 'allSupported=true,includeGlobalResourceTypes=true' }),
              cli('configservice put-delivery-channel', { 'delivery-channel': `name=default,s3BucketName=${v.bucket}` }),
              cli('configservice start-configuration-recorder', { 'configuration-recorder-name': 'default' }),
            ].join(' && ')}
            run={async (v) => {
              if (v.role === role) await ownRole();
              await config().send(new PutConfigurationRecorderCommand({ ConfigurationRecorder: { name: 'default', roleARN: v.role, recordingGroup: { allSupported: true, includeGlobalResourceTypes: true } } }));
              await config().send(new PutDeliveryChannelCommand({ DeliveryChannel: { name: 'default', s3BucketName: v.bucket } }));
              await config().send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName: 'default' }));
            }}
          />
        )}>{t.notRecording}</Header>}>
          <Teach title={t.nothingRecorded} hint={t.nothingHint} />
        </Container>
      )}</Show>
      <ResourceTable<Row>
        id="config-resources" beside={{ key: (r) => `${r.resourceType}|${r.resourceId}`, name: (r) => r.resourceName ?? r.resourceId, show: (key) => <Timeline type={key.slice(0, key.indexOf('|'))} id={key.slice(key.indexOf('|') + 1)} /> }} title={t.resources} on={[recording]} command={cli('configservice select-resource-config', { expression: QUERY })}
        load={() => pages(async (NextToken) => { const r = await config().send(new SelectResourceConfigCommand({ Expression: QUERY, NextToken })); return [r.Results?.map((row) => JSON.parse(row) as Row), r.NextToken]; })}
        empty={{ title: t.noResources, hint: t.resourcesHint }}
        columns={[
          { id: 'name', header: t.resource, text: (r) => r.resourceName ?? r.resourceId, cell: (r) => <Link href={href('config', 'resources', r.resourceType, r.resourceId)}>{r.resourceName ?? r.resourceId}</Link> },
          { id: 'type', header: t.type, text: (r) => r.resourceType },
          { id: 'region', header: t.region, text: (r) => r.awsRegion },
          { id: 'changed', header: t.changedAt, text: (r) => when(r.configurationItemCaptureTime) },
        ]}
      />
    </SpaceBetween>
  );
}

const shown = (item: ConfigurationItem) => ({ configuration: item.configuration, ...item.supplementaryConfiguration, tags: item.tags });
const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

export function Timeline({ type, id }: { type: string; id: string }) {
  const history = useLoad(() => pages(async (nextToken) => {
    const r = await config().send(new GetResourceConfigHistoryCommand({ resourceType: type as ResourceType, resourceId: id, nextToken, limit: 100 }));
    return [r.configurationItems, r.nextToken];
  }, 500), [type, id]);
  const command = cli('configservice get-resource-config-history', { 'resource-type': type, 'resource-id': id });
  return (
    <Show of={history}>{(items: ConfigurationItem[]) => (
      <SpaceBetween size="m">
        <Heading description={type} actions={<Cli command={command} />}>{items[0]?.resourceName ?? id}</Heading>
        {items.length === 0 && <Teach title={t.noHistory} hint={t.noHistoryHint} />}
        {items.map((item, index) => <Moment key={item.configurationStateId} item={item} before={items[index + 1]} newest={index === 0} />)}
      </SpaceBetween>
    )}</Show>
  );
}

/** One item of a timeline: what it changed, and by which calls. */
function Moment({ item, before, newest }: { item: ConfigurationItem; before?: ConfigurationItem; newest: boolean }) {
  const changes = before && item.configuration ? diff(shown(before), shown(item)) : [];
  return (
    <Container header={<Heading level={2} description={item.configurationItemStatus}>{when(item.configurationItemCaptureTime)}</Heading>}>
      <SpaceBetween size="s">
        {(item.relatedEvents ?? []).map((event) => <div key={event}>{t.by} <Link href={href('cloudtrail', 'events', event)}>{t.thisCall}</Link></div>)}
        {changes.map((change) => (
          <div key={change.path}>
            <Box variant="awsui-key-label">{change.path}</Box>
            {change.before !== undefined && <div><Box variant="code"><del>{text(change.before)}</del></Box></div>}
            {change.after !== undefined && <div><Box variant="code"><ins>{text(change.after)}</ins></Box></div>}
          </div>
        ))}
        {item.configuration && (
          <ExpandableSection headerText={t.configuration} defaultExpanded={newest && changes.length === 0}>
            <Code text={JSON.stringify({ ...item, configuration: JSON.parse(item.configuration) as unknown }, null, 2)} />
          </ExpandableSection>
        )}
      </SpaceBetween>
    </Container>
  );
}

