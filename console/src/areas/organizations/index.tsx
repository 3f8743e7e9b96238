import {
  type Account, AttachPolicyCommand, CreateAccountCommand, CreateOrganizationCommand, CreateOrganizationalUnitCommand, CreatePolicyCommand, DeletePolicyCommand, DescribeAccountCommand,
  DescribeEffectivePolicyCommand, DescribeOrganizationCommand, DescribePolicyCommand, DetachPolicyCommand, EnablePolicyTypeCommand, ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand, ListParentsCommand, ListPoliciesCommand, ListPoliciesForTargetCommand, ListRootsCommand, ListTargetsForPolicyCommand, MoveAccountCommand,
  OrganizationsClient, type OrganizationalUnit, type PolicySummary, type PolicyType, type Root, UpdatePolicyCommand,
} from '@aws-sdk/client-organizations';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { client, pages, trouble } from '../../app/aws';
import { cli } from '../../app/cli';
import { Action } from '../../app/action';
import { Cli, Code, Facts, Show, Teach, useLoad, when } from '../../app/parts';
import { ResourceTable } from '../../app/table';
import { check } from '../../app/policy';
import { href } from '../../app/router';

const org = () => client(OrganizationsClient);
const TYPES: [PolicyType, string][] = [['SERVICE_CONTROL_POLICY', 'Service control policies'], ['RESOURCE_CONTROL_POLICY', 'Resource control policies'], ['TAG_POLICY', 'Tag policies']];
const DENY = JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'NoLeaving', Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' }] }, null, 2);

interface Unit { id: string; name: string; units: Unit[]; accounts: Account[] }

async function unit(id: string, name: string): Promise<Unit> {
  const [units, accounts] = await Promise.all([
    pages<OrganizationalUnit>(async (NextToken) => { const r = await org().send(new ListOrganizationalUnitsForParentCommand({ ParentId: id, NextToken })); return [r.OrganizationalUnits, r.NextToken]; }),
    pages<Account>(async (NextToken) => { const r = await org().send(new ListAccountsForParentCommand({ ParentId: id, NextToken })); return [r.Accounts, r.NextToken]; }),
  ]);
  return { id, name, accounts, units: await Promise.all(units.map((u) => unit(u.Id ?? '', u.Name ?? ''))) };
}

export default function Organizations({ path }: { path: string[] }) {
  const [kind, id] = path;
  if (kind === 'policies') return id ? <PolicyPage id={id} /> : <Policies />;
  if (kind === 'targets' && id) return <Target id={id} />;
  return <Tree />;
}

function Tree() {
  const tree = useLoad(async () => {
    try {
      const [description, roots] = await Promise.all([org().send(new DescribeOrganizationCommand({})), org().send(new ListRootsCommand({}))]);
      const root = roots.Roots?.[0] as Root;
      return { description: description.Organization, root, tree: await unit(root.Id ?? '', root.Name ?? 'Root') };
    } catch (error) {
      if (trouble(error).code === 'AWSOrganizationsNotInUseException') return null;
      throw error;
    }
  });
  return (
    <Show of={tree}>
      {(found) => found === null ? (
        <SpaceBetween size="m">
          <Teach title="This account is in no organization" hint="An organization holds many accounts together: units, guardrails that bind even their administrators, and one audit trail." />
          <Box textAlign="center"><Action label="Create an organization" primary after={tree.reload} done="The organization is there." command={() => cli('organizations create-organization')} run={() => org().send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }))} /></Box>
        </SpaceBetween>
      ) : (
        <SpaceBetween size="m">
          <Header variant="h1" description={`${found.description?.Id} · management account ${found.description?.MasterAccountId}`} actions={<SpaceBetween direction="horizontal" size="xs">
            <Cli command={cli('organizations list-accounts')} />
            <Action label="Create unit" after={tree.reload} done="The unit is there." fields={[{ name: 'name', label: 'Name' }, { name: 'parent', label: 'Parent', initial: found.root.Id }]} command={(v) => cli('organizations create-organizational-unit', { 'parent-id': v.parent, name: v.name })} run={(v) => org().send(new CreateOrganizationalUnitCommand({ ParentId: v.parent, Name: v.name }))} />
            <Action label="Create account" primary after={() => setTimeout(tree.reload, 800)} done="The account is being made." fields={[{ name: 'name', label: 'Account name' }, { name: 'email', label: 'E-mail address of its root user' }]} command={(v) => cli('organizations create-account', { 'account-name': v.name, email: v.email })} run={(v) => org().send(new CreateAccountCommand({ AccountName: v.name, Email: v.email }))} />
          </SpaceBetween>}>Accounts and units</Header>
          <Container><div className="tree"><Branch unit={found.tree} reload={tree.reload} top /></div></Container>
        </SpaceBetween>
      )}
    </Show>
  );
}

function Branch({ unit: here, reload, top }: { unit: Unit; reload: () => void; top?: boolean }) {
  return (
    <>
      <Link variant="primary" href={href('organizations', 'targets', here.id)}>{here.name}</Link> <Box variant="small" display="inline">{here.id}</Box>
      <ul>
        {here.units.map((child) => <li key={child.id}><Branch unit={child} reload={reload} /></li>)}
        {here.accounts.map((account) => (
          <li key={account.Id}>
            <SpaceBetween direction="horizontal" size="xs">
              <Box padding={{ top: 'xxs' }}><Link href={href('organizations', 'targets', account.Id ?? '')}>{account.Name}</Link> <Box variant="small" display="inline">{account.Id} · {account.Email} · {account.Status}</Box></Box>
              <Action label="Move" after={reload} done="The account is moved." fields={[{ name: 'to', label: 'New parent', hint: 'r-… or ou-…' }]} command={(v) => cli('organizations move-account', { 'account-id': account.Id, 'source-parent-id': here.id, 'destination-parent-id': v.to })} run={(v) => org().send(new MoveAccountCommand({ AccountId: account.Id, SourceParentId: here.id, DestinationParentId: v.to }))} />
            </SpaceBetween>
          </li>
        ))}
        {top !== true && here.units.length + here.accounts.length === 0 && <li><Box color="text-status-inactive">Empty</Box></li>}
      </ul>
    </>
  );
}

function Target({ id }: { id: string }) {
  const target = useLoad(async () => {
    const account = /^\d{12}$/.test(id) ? (await org().send(new DescribeAccountCommand({ AccountId: id }))).Account : undefined;
    const parent = id.startsWith('r-') ? undefined : (await org().send(new ListParentsCommand({ ChildId: id }))).Parents?.[0]?.Id;
    const attached = await Promise.all(TYPES.map(async ([type, title]) => ({ type, title, policies: (await org().send(new ListPoliciesForTargetCommand({ TargetId: id, Filter: type }))).Policies ?? [] })));
    let effective = '';
    if (account) {
      try {
        effective = (await org().send(new DescribeEffectivePolicyCommand({ PolicyType: 'TAG_POLICY', TargetId: id }))).EffectivePolicy?.PolicyContent ?? '';
      } catch (error) {
        effective = trouble(error).message;
      }
    }
    return { account, parent, attached, effective };
  }, [id]);
  return (
    <Show of={target}>
      {({ account, parent, attached, effective }) => (
        <SpaceBetween size="m">
          <Header variant="h1" actions={<SpaceBetween direction="horizontal" size="xs"><Cli command={cli('organizations list-policies-for-target', { 'target-id': id, filter: 'SERVICE_CONTROL_POLICY' })} /><Action label="Attach policy" primary after={target.reload} done="The policy is attached: it binds from the next call." fields={[{ name: 'policy', label: 'Policy ID', hint: 'p-…' }]} command={(v) => cli('organizations attach-policy', { 'policy-id': v.policy, 'target-id': id })} run={(v) => org().send(new AttachPolicyCommand({ PolicyId: v.policy, TargetId: id }))} /></SpaceBetween>}>{account?.Name ?? id}</Header>
          <Facts title="Facts" facts={[['ID', id], ['Parent', parent && <Link href={href('organizations', 'targets', parent)}>{parent}</Link>], ['E-mail', account?.Email], ['Status', account?.Status], ['Joined', when(account?.JoinedTimestamp)]]} />
          {attached.map(({ type, title, policies }) => (
            <Container key={type} header={<Header variant="h2">{title}</Header>}>
              {policies.length === 0 && <Box>None attached here; those of the levels above bind all the same.</Box>}
              <SpaceBetween size="xs">{policies.map((p) => (
                <SpaceBetween key={p.Id} direction="horizontal" size="s"><Link href={href('organizations', 'policies', p.Id ?? '')}>{p.Name}</Link><Action label="Detach" after={target.reload} done="The policy is detached." command={() => cli('organizations detach-policy', { 'policy-id': p.Id, 'target-id': id })} run={() => org().send(new DetachPolicyCommand({ PolicyId: p.Id, TargetId: id }))} /></SpaceBetween>
              ))}</SpaceBetween>
            </Container>
          ))}
          {effective && <Container header={<Header variant="h2">Effective tag policy</Header>}><Code text={effective} /></Container>}
        </SpaceBetween>
      )}
    </Show>
  );
}

function Policies() {
  const [type, setType] = useState<PolicyType>('SERVICE_CONTROL_POLICY');
  const title = TYPES.find(([id]) => id === type)?.[1] ?? '';
  const root = useLoad(async () => (await org().send(new ListRootsCommand({}))).Roots?.[0]);
  const enabled = root.value?.PolicyTypes?.some((p) => p.Type === type && p.Status === 'ENABLED');
  return (
    <SpaceBetween size="m">
      <Select ariaLabel="Type of policies" selectedOption={{ value: type, label: title }} options={TYPES.map(([value, label]) => ({ value, label }))} onChange={({ detail }) => setType(detail.selectedOption.value as PolicyType)} />
      {root.value && !enabled && <Alert type="info" action={<Action label="Enable" after={root.reload} done="Policies of this type bind now." command={() => cli('organizations enable-policy-type', { 'root-id': root.value?.Id, 'policy-type': type })} run={() => org().send(new EnablePolicyTypeCommand({ RootId: root.value?.Id, PolicyType: type }))} />}>{title} are switched off in this organization: they bind nobody and cannot be attached.</Alert>}
      <ResourceTable<PolicySummary>
        id="org-policies" title={title} on={[type]} command={cli('organizations list-policies', { filter: type })}
        load={() => pages(async (NextToken) => { const r = await org().send(new ListPoliciesCommand({ Filter: type, NextToken })); return [r.Policies, r.NextToken]; })}
        empty={{ title: 'No policies', hint: 'A service control policy is a guardrail: what it denies, nobody in the accounts below can do, not even root.' }}
        columns={[{ id: 'name', header: 'Name', text: (p) => p.Name ?? '', cell: (p) => <Link href={href('organizations', 'policies', p.Id ?? '')}>{p.Name}</Link> }, { id: 'id', header: 'ID', text: (p) => p.Id ?? '' }, { id: 'description', header: 'Description', text: (p) => p.Description ?? '' }, { id: 'aws', header: 'By AWS', text: (p) => (p.AwsManaged ? 'Yes' : 'No') }]}
        actions={(reload) => <Action label="Create policy" primary after={reload} done="The policy is there; attach it to a unit or an account." fields={[{ name: 'name', label: 'Name' }, { name: 'content', label: 'Policy document', long: true, initial: type === 'TAG_POLICY' ? '{\n  "tags": {}\n}' : DENY }]} command={(v) => cli('organizations create-policy', { name: v.name, type, description: '', content: v.content }) + " --description ''"} run={(v) => org().send(new CreatePolicyCommand({ Name: v.name, Type: type, Description: '', Content: v.content }))} />}
      />
    </SpaceBetween>
  );
}

function PolicyPage({ id }: { id: string }) {
  const policy = useLoad(async () => {
    const [found, targets] = await Promise.all([org().send(new DescribePolicyCommand({ PolicyId: id })), org().send(new ListTargetsForPolicyCommand({ PolicyId: id }))]);
    return { policy: found.Policy, targets: targets.Targets ?? [] };
  }, [id]);
  return (
    <Show of={policy}>
      {({ policy: found, targets }) => {
        const summary = found?.PolicySummary;
        const text = JSON.stringify(JSON.parse(found?.Content ?? '{}'), null, 2);
        const findings = summary?.Type === 'SERVICE_CONTROL_POLICY' ? check(text) : [];
        return (
          <SpaceBetween size="m">
            <Header variant="h1" description={summary?.Description} actions={<SpaceBetween direction="horizontal" size="xs">
              <Cli command={cli('organizations describe-policy', { 'policy-id': id })} />
              {!summary?.AwsManaged && <Action label="Edit" after={policy.reload} done="The policy is changed: it binds from the next call." fields={[{ name: 'content', label: 'Policy document', long: true, initial: text }]} command={(v) => cli('organizations update-policy', { 'policy-id': id, content: v.content })} run={(v) => org().send(new UpdatePolicyCommand({ PolicyId: id, Content: v.content }))} />}
              <Action label="Attach" primary after={policy.reload} done="The policy is attached: it binds from the next call." fields={[{ name: 'target', label: 'Target', hint: 'Root r-…, unit ou-… or account ID' }]} command={(v) => cli('organizations attach-policy', { 'policy-id': id, 'target-id': v.target })} run={(v) => org().send(new AttachPolicyCommand({ PolicyId: id, TargetId: v.target }))} />
              {!summary?.AwsManaged && <Action label="Delete" done="The policy is gone." after={() => { location.hash = href('organizations', 'policies'); }} command={() => cli('organizations delete-policy', { 'policy-id': id })} run={() => org().send(new DeletePolicyCommand({ PolicyId: id }))} />}
            </SpaceBetween>}>{summary?.Name}</Header>
            {findings.filter((f) => f.severity === 'error').map((f) => <Alert key={f.text} type="warning">{f.text}</Alert>)}
            <Container header={<Header variant="h2">Attached to</Header>}>{targets.length === 0 ? 'Nothing yet.' : targets.map((target) => <div key={target.TargetId}><Link href={href('organizations', 'targets', target.TargetId ?? '')}>{target.Name}</Link> {target.TargetId}</div>)}</Container>
            <Container header={<Header variant="h2">Policy document</Header>}><Code text={text} /></Container>
          </SpaceBetween>
        );
      }}
    </Show>
  );
}
