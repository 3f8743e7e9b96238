import { type AwsSecurityFinding, type AwsSecurityFindingFilters, BatchDisableStandardsCommand, BatchEnableStandardsCommand, BatchUpdateFindingsCommand, DescribeHubCommand, DescribeStandardsCommand, EnableSecurityHubCommand, GetEnabledStandardsCommand, GetFindingsCommand, SecurityHubClient, type Standard, type StandardsSubscription } from '@aws-sdk/client-securityhub';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { client, pages, trouble } from '../../app/aws';
import { cli } from '../../app/cli';
import { Action, Cli, Code, Facts, ResourceTable, Show, Teach, useLoad, when } from '../../app/parts';
import { href } from '../../app/router';

const hub = () => client(SecurityHubClient);
const OPEN: AwsSecurityFindingFilters = { RecordState: [{ Value: 'ACTIVE', Comparison: 'EQUALS' }], WorkflowStatus: [{ Value: 'NEW', Comparison: 'EQUALS' }, { Value: 'NOTIFIED', Comparison: 'EQUALS' }] };

export default function SecurityHub({ path }: { path: string[] }) {
  return <Enabled>{path[0] === 'standards' ? <Standards /> : path[1] ? <Detail id={path[1]} /> : <Findings />}</Enabled>;
}

/** The pages of an enabled hub, or the way to enable it. */
function Enabled({ children }: { children: ReactNode }) {
  const state = useLoad(async () => {
    try {
      return (await hub().send(new DescribeHubCommand({}))).HubArn ?? '';
    } catch (error) {
      if (/InvalidAccess|ResourceNotFound/.test(trouble(error).code)) return '';
      throw error;
    }
  });
  return (
    <Show of={state}>{(arn) => arn ? <>{children}</> : (
      <Container header={<Header variant="h1" actions={<Action label="Enable Security Hub" primary after={state.reload} done="Findings of all services arrive here now." command={() => cli('securityhub enable-security-hub')} run={() => hub().send(new EnableSecurityHubCommand({}))} />}>Security Hub</Header>}>
        <Teach title="Security Hub is not enabled in this region" hint="It has the findings of GuardDuty, Config and other products in one place, and holds this account against standards." />
      </Container>
    )}</Show>
  );
}

function Severity({ label }: { label?: string }) {
  const type = label === 'CRITICAL' || label === 'HIGH' ? 'error' : label === 'MEDIUM' ? 'warning' : 'info';
  return <StatusIndicator type={type}>{label ?? ''}</StatusIndicator>;
}

function Findings() {
  return (
    <ResourceTable<AwsSecurityFinding>
      id="securityhub-findings" title="Findings" description="What is open: new or notified" command={cli('securityhub get-findings', { filters: JSON.stringify(OPEN) })}
      load={() => pages(async (NextToken) => { const r = await hub().send(new GetFindingsCommand({ Filters: OPEN, NextToken, MaxResults: 100, SortCriteria: [{ Field: 'SeverityNormalized', SortOrder: 'desc' }] })); return [r.Findings, r.NextToken]; }, 2000)}
      empty={{ title: 'No open findings', hint: 'Findings of GuardDuty, Config and other products arrive here by themselves.' }}
      columns={[
        { id: 'title', header: 'Finding', text: (f) => f.Title ?? '', cell: (f) => <Link href={href('securityhub', 'findings', f.Id ?? '')}>{f.Title}</Link> },
        { id: 'severity', header: 'Severity', text: (f) => f.Severity?.Label ?? '', cell: (f) => <Severity label={f.Severity?.Label} /> },
        { id: 'workflow', header: 'Workflow', text: (f) => f.Workflow?.Status ?? '' },
        { id: 'compliance', header: 'Compliance', text: (f) => f.Compliance?.Status ?? '' },
        { id: 'product', header: 'Product', text: (f) => f.ProductName ?? '' },
        { id: 'resource', header: 'Resource', text: (f) => f.Resources?.[0]?.Id ?? '' },
        { id: 'updated', header: 'Updated', text: (f) => when(f.UpdatedAt) },
      ]}
    />
  );
}

function Detail({ id }: { id: string }) {
  const found = useLoad(async () => (await hub().send(new GetFindingsCommand({ Filters: { Id: [{ Value: id, Comparison: 'EQUALS' }] } }))).Findings?.[0] ?? null, [id]);
  return (
    <Show of={found}>{(f) => f === null ? <Teach title="No such finding" hint="It may be of another region." /> : (
      <SpaceBetween size="m">
        <Header variant="h1" description={f.Description} actions={<SpaceBetween direction="horizontal" size="xs">
          <Cli command={cli('securityhub get-findings', { filters: JSON.stringify({ Id: [{ Value: id, Comparison: 'EQUALS' }] }) })} />
          {(['NOTIFIED', 'RESOLVED', 'SUPPRESSED'] as const).filter((status) => status !== f.Workflow?.Status).map((status) => (
            <Action
              key={status} label={`Set ${status.toLowerCase()}`} after={found.reload} done={`The finding is ${status.toLowerCase()}.`}
              command={() => cli('securityhub batch-update-findings', { 'finding-identifiers': `Id=${id},ProductArn=${f.ProductArn}`, workflow: `Status=${status}` })}
              run={() => hub().send(new BatchUpdateFindingsCommand({ FindingIdentifiers: [{ Id: f.Id, ProductArn: f.ProductArn }], Workflow: { Status: status } }))}
            />
          ))}
        </SpaceBetween>}>{f.Title}</Header>
        <Facts title="Facts" facts={[
          ['Severity', <Severity key="severity" label={f.Severity?.Label} />], ['Workflow', f.Workflow?.Status], ['Record', f.RecordState],
          ['Compliance', f.Compliance?.Status], ['Control', f.Compliance?.SecurityControlId], ['Product', f.ProductName],
          ['First seen', when(f.FirstObservedAt ?? f.CreatedAt)], ['Updated', when(f.UpdatedAt)], ['Types', f.Types?.join(', ')],
          ['Resources', f.Resources?.map((r) => r.Id).join(', ')], ['Account', f.AwsAccountId], ['Remediation', f.Remediation?.Recommendation?.Text],
        ]} />
        <Container header={<Header variant="h2">Finding</Header>}><Code text={JSON.stringify(f, null, 2)} /></Container>
      </SpaceBetween>
    )}</Show>
  );
}

type Offered = Standard & { subscription?: StandardsSubscription };

function Standards() {
  return (
    <ResourceTable<Offered>
      id="securityhub-standards" title="Standards" command={cli('securityhub get-enabled-standards')}
      load={async () => {
        const all = await pages(async (NextToken) => { const r = await hub().send(new DescribeStandardsCommand({ NextToken })); return [r.Standards, r.NextToken]; });
        const enabled = await pages(async (NextToken) => { const r = await hub().send(new GetEnabledStandardsCommand({ NextToken })); return [r.StandardsSubscriptions, r.NextToken]; });
        return all.map((standard) => ({ ...standard, subscription: enabled.find((s) => s.StandardsArn === standard.StandardsArn) }));
      }}
      empty={{ title: 'No standards', hint: '' }}
      columns={[
        { id: 'name', header: 'Standard', text: (s) => s.Name ?? '' },
        { id: 'state', header: 'State', text: (s) => s.subscription?.StandardsStatus ?? 'Off', cell: (s) => s.subscription ? <StatusIndicator type="success">{s.subscription.StandardsStatus}</StatusIndicator> : <StatusIndicator type="stopped">Off</StatusIndicator> },
        { id: 'description', header: 'Description', text: (s) => s.Description ?? '' },
      ]}
      actions={(reload) => (
        <>
          <Action label="Enable a standard" primary after={reload} done="Its controls are being evaluated." fields={[{ name: 'arn', label: 'Standard ARN' }]} command={(v) => cli('securityhub batch-enable-standards', { 'standards-subscription-requests': `StandardsArn=${v.arn}` })} run={(v) => hub().send(new BatchEnableStandardsCommand({ StandardsSubscriptionRequests: [{ StandardsArn: v.arn }] }))} />
          <Action label="Disable a standard" after={reload} done="The standard is off." fields={[{ name: 'arn', label: 'Subscription ARN' }]} command={(v) => cli('securityhub batch-disable-standards', { 'standards-subscription-arns': v.arn })} run={(v) => hub().send(new BatchDisableStandardsCommand({ StandardsSubscriptionArns: [v.arn ?? ''] }))} />
        </>
      )}
    />
  );
}
