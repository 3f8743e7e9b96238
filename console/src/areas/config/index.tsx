import { ConfigServiceClient, type ComplianceByConfigRule, type ConfigRule, type ConfigurationItem, DeleteConfigRuleCommand, DescribeComplianceByConfigRuleCommand, DescribeConfigRulesCommand, DescribeConfigurationRecorderStatusCommand, type EvaluationResult, GetComplianceDetailsByConfigRuleCommand, GetResourceConfigHistoryCommand, PutConfigRuleCommand, PutConfigurationRecorderCommand, PutDeliveryChannelCommand, type ResourceType, SelectResourceConfigCommand, StartConfigRulesEvaluationCommand, StartConfigurationRecorderCommand } from '@aws-sdk/client-config-service';
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
import { Cli, Code, Show, Teach, useLoad, when } from '../../app/parts';
import { ResourceTable } from '../../app/table';
import { href } from '../../app/router';
import { identity } from '../../app/session';
import { diff } from './diff';

const config = () => client(ConfigServiceClient);

export default function Config({ path }: { path: string[] }) {
  if (path[0] === 'rules') return path[1] ? <Rule name={path[1]} /> : <Rules />;
  return path[2] ? <Timeline type={path[1]!} id={path[2]} /> : <Resources />;
}

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

function Resources() {
  const recorder = useLoad(async () => (await config().send(new DescribeConfigurationRecorderStatusCommand({}))).ConfigurationRecordersStatus?.[0] ?? null);
  const recording = recorder.value?.recording ?? false;
  const role = `arn:aws:iam::${identity().account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`;
  return (
    <SpaceBetween size="m">
      <Show of={recorder}>{() => recording ? <StatusIndicator type="success">Recording in this region</StatusIndicator> : (
        <Container header={<Header variant="h2" actions={(
          <Action
            label="Start recording" primary after={recorder.reload} done="What exists is being recorded."
            text="History and snapshots are delivered to a bucket whose policy lets config.amazonaws.com put objects."
            fields={[{ name: 'bucket', label: 'Bucket' }, { name: 'role', label: 'Role ARN', initial: role }]}
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
        )}>Not recording</Header>}>
          <Teach title="Nothing is recorded in this region" hint="A recorder keeps what every resource is and was, and which call changed it." />
        </Container>
      )}</Show>
      <ResourceTable<Row>
        id="config-resources" title="Resources" on={[recording]} command={cli('configservice select-resource-config', { expression: QUERY })}
        load={() => pages(async (NextToken) => { const r = await config().send(new SelectResourceConfigCommand({ Expression: QUERY, NextToken })); return [r.Results?.map((row) => JSON.parse(row) as Row), r.NextToken]; })}
        empty={{ title: 'No resources', hint: 'What a recorder finds shows here within seconds.' }}
        columns={[
          { id: 'name', header: 'Resource', text: (r) => r.resourceName ?? r.resourceId, cell: (r) => <Link href={href('config', 'resources', r.resourceType, r.resourceId)}>{r.resourceName ?? r.resourceId}</Link> },
          { id: 'type', header: 'Type', text: (r) => r.resourceType },
          { id: 'region', header: 'Region', text: (r) => r.awsRegion },
          { id: 'changed', header: 'Last change', text: (r) => when(r.configurationItemCaptureTime) },
        ]}
      />
    </SpaceBetween>
  );
}

const shown = (item: ConfigurationItem) => ({ configuration: item.configuration, ...item.supplementaryConfiguration, tags: item.tags });
const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

function Timeline({ type, id }: { type: string; id: string }) {
  const history = useLoad(() => pages(async (nextToken) => {
    const r = await config().send(new GetResourceConfigHistoryCommand({ resourceType: type as ResourceType, resourceId: id, nextToken, limit: 100 }));
    return [r.configurationItems, r.nextToken];
  }, 500), [type, id]);
  const command = cli('configservice get-resource-config-history', { 'resource-type': type, 'resource-id': id });
  return (
    <Show of={history}>{(items: ConfigurationItem[]) => (
      <SpaceBetween size="m">
        <Header variant="h1" description={type} actions={<Cli command={command} />}>{items[0]?.resourceName ?? id}</Header>
        {items.length === 0 && <Teach title="No history" hint="This resource was not recorded." />}
        {items.map((item, index) => <Moment key={item.configurationStateId} item={item} before={items[index + 1]} newest={index === 0} />)}
      </SpaceBetween>
    )}</Show>
  );
}

/** One item of a timeline: what it changed, and by which calls. */
function Moment({ item, before, newest }: { item: ConfigurationItem; before?: ConfigurationItem; newest: boolean }) {
  const changes = before && item.configuration ? diff(shown(before), shown(item)) : [];
  return (
    <Container header={<Header variant="h2" description={item.configurationItemStatus}>{when(item.configurationItemCaptureTime)}</Header>}>
      <SpaceBetween size="s">
        {(item.relatedEvents ?? []).map((event) => <div key={event}>By <Link href={href('cloudtrail', 'events', event)}>this call</Link></div>)}
        {changes.map((change) => (
          <div key={change.path}>
            <Box variant="awsui-key-label">{change.path}</Box>
            {change.before !== undefined && <div><Box variant="code"><del>{text(change.before)}</del></Box></div>}
            {change.after !== undefined && <div><Box variant="code"><ins>{text(change.after)}</ins></Box></div>}
          </div>
        ))}
        {item.configuration && (
          <ExpandableSection headerText="Configuration" defaultExpanded={newest && changes.length === 0}>
            <Code text={JSON.stringify({ ...item, configuration: JSON.parse(item.configuration) as unknown }, null, 2)} />
          </ExpandableSection>
        )}
      </SpaceBetween>
    </Container>
  );
}

type Judged = ConfigRule & { compliance?: ComplianceByConfigRule };

function Rules() {
  return (
    <ResourceTable<Judged>
      id="config-rules" title="Rules" command={cli('configservice describe-compliance-by-config-rule')}
      load={async () => {
        const rules = await pages(async (NextToken) => { const r = await config().send(new DescribeConfigRulesCommand({ NextToken })); return [r.ConfigRules, r.NextToken]; });
        const found = await pages(async (NextToken) => { const r = await config().send(new DescribeComplianceByConfigRuleCommand({ NextToken })); return [r.ComplianceByConfigRules, r.NextToken]; });
        return rules.map((rule) => ({ ...rule, compliance: found.find((c) => c.ConfigRuleName === rule.ConfigRuleName) }));
      }}
      empty={{ title: 'No rules', hint: 'A rule judges each resource whenever it changes: whether a bucket is public, a key rotates, a user has MFA.' }}
      columns={[
        { id: 'name', header: 'Rule', text: (r) => r.ConfigRuleName ?? '', cell: (r) => <Link href={href('config', 'rules', r.ConfigRuleName ?? '')}>{r.ConfigRuleName}</Link> },
        { id: 'compliance', header: 'Compliance', text: (r) => r.compliance?.Compliance?.ComplianceType ?? '', cell: (r) => <Verdict of={r.compliance?.Compliance?.ComplianceType} /> },
        { id: 'source', header: 'Source', text: (r) => r.Source?.SourceIdentifier ?? r.Source?.Owner ?? '' },
        { id: 'by', header: 'Made by', text: (r) => r.CreatedBy ?? '' },
      ]}
      actions={(reload) => (
        <Action
          label="Add a managed rule" primary after={reload} done="The rule is being evaluated."
          fields={[{ name: 'name', label: 'Name' }, { name: 'identifier', label: 'Identifier', hint: 'Such as S3_BUCKET_PUBLIC_READ_PROHIBITED' }, { name: 'parameters', label: 'Parameters', hint: 'JSON', optional: true }]}
          command={(v) => cli('configservice put-config-rule', { 'config-rule': JSON.stringify({ ConfigRuleName: v.name, InputParameters: v.parameters || undefined, Source: { Owner: 'AWS', SourceIdentifier: v.identifier } }) })}
          run={(v) => config().send(new PutConfigRuleCommand({ ConfigRule: { ConfigRuleName: v.name, InputParameters: v.parameters || undefined, Source: { Owner: 'AWS', SourceIdentifier: v.identifier } } }))}
        />
      )}
    />
  );
}

function Verdict({ of }: { of?: string }) {
  if (of === 'COMPLIANT') return <StatusIndicator type="success">Compliant</StatusIndicator>;
  if (of === 'NON_COMPLIANT') return <StatusIndicator type="error">Not compliant</StatusIndicator>;
  return <StatusIndicator type="pending">{of === 'NOT_APPLICABLE' ? 'Not applicable' : 'No verdict yet'}</StatusIndicator>;
}

function Rule({ name }: { name: string }) {
  const option = { 'config-rule-name': name };
  return (
    <ResourceTable<EvaluationResult>
      id="config-evaluations" title={name} on={[name]} command={cli('configservice get-compliance-details-by-config-rule', option)}
      load={() => pages(async (NextToken) => { const r = await config().send(new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName: name, NextToken, Limit: 100 })); return [r.EvaluationResults, r.NextToken]; })}
      empty={{ title: 'No verdicts', hint: 'There is no resource that this rule applies to, or it was not evaluated yet.' }}
      columns={[
        { id: 'resource', header: 'Resource', text: (e) => qualifier(e).ResourceId ?? '', cell: (e) => <Link href={href('config', 'resources', qualifier(e).ResourceType ?? '', qualifier(e).ResourceId ?? '')}>{qualifier(e).ResourceId}</Link> },
        { id: 'type', header: 'Type', text: (e) => qualifier(e).ResourceType ?? '' },
        { id: 'compliance', header: 'Compliance', text: (e) => e.ComplianceType ?? '', cell: (e) => <Verdict of={e.ComplianceType} /> },
        { id: 'why', header: 'Why', text: (e) => e.Annotation ?? '' },
        { id: 'at', header: 'Evaluated', text: (e) => when(e.ResultRecordedTime) },
      ]}
      actions={(reload) => (
        <>
          <Action label="Evaluate now" after={reload} done="The evaluation has begun." command={() => cli('configservice start-config-rules-evaluation', { 'config-rule-names': name })} run={() => config().send(new StartConfigRulesEvaluationCommand({ ConfigRuleNames: [name] }))} />
          <Action label="Delete" done="The rule is gone." after={() => { location.hash = href('config', 'rules'); }} command={() => cli('configservice delete-config-rule', option)} run={() => config().send(new DeleteConfigRuleCommand({ ConfigRuleName: name }))} />
        </>
      )}
    />
  );
}

const qualifier = (result: EvaluationResult) => result.EvaluationResultIdentifier?.EvaluationResultQualifier ?? {};
