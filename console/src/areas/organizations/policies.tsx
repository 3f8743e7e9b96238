import { AttachPolicyCommand, CreatePolicyCommand, DeletePolicyCommand, DescribePolicyCommand, EnablePolicyTypeCommand, ListRootsCommand, ListTargetsForPolicyCommand, type PolicySummary, type PolicyTargetSummary, type PolicyType, UpdatePolicyCommand } from '@aws-sdk/client-organizations';
import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { Action, type Field } from '../../app/action';
import { pages } from '../../app/aws';
import { cli } from '../../app/cli';
import { Cli, Code, Show, useLoad } from '../../app/parts';
import { checkGuardrail } from '../../app/policy/check';
import { Findings } from '../../app/policy/Findings';
import { PolicyEditor } from '../../app/policy/PolicyEditor';
import { go, href } from '../../app/router';
import { ResourceTable } from '../../app/table';
import { TYPES, org, placesOf, policies, tree } from './data';
import { t } from './texts';

const DENY = JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'NoLeaving', Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' }] }, null, 2);
/** The document of a policy: a service control policy as a form or JSON, others as JSON alone. */
const documentField = (name: string, type: string | undefined, initial: string): Field => ({
  name, label: t.document, long: true, initial,
  edit: type === 'SERVICE_CONTROL_POLICY' ? (text, change, refused) => <PolicyEditor label={t.document} kind="guardrail" text={text} change={change} saved={initial} refused={refused} /> : undefined,
});

export function Policies() {
  const [type, setType] = useState<PolicyType>('SERVICE_CONTROL_POLICY');
  const title = t.types[type] ?? type;
  const root = useLoad(async () => (await org().send(new ListRootsCommand({}))).Roots?.[0]);
  const enabled = root.value?.PolicyTypes?.some((p) => p.Type === type && p.Status === 'ENABLED');
  return (
    <SpaceBetween size="m">
      <Select ariaLabel={t.typeOf} selectedOption={{ value: type, label: title }} options={TYPES.map((value) => ({ value, label: t.types[value] }))} onChange={({ detail }) => setType(detail.selectedOption.value as PolicyType)} />
      {root.value && !enabled && <Alert type="info" action={<Action label={t.enable} after={root.reload} done={t.enabled} command={() => cli('organizations enable-policy-type', { 'root-id': root.value?.Id, 'policy-type': type })} run={() => org().send(new EnablePolicyTypeCommand({ RootId: root.value?.Id, PolicyType: type }))} />}>{t.switchedOff(title)}</Alert>}
      <ResourceTable<PolicySummary>
        id="org-policies" title={title} on={[type]} command={cli('organizations list-policies', { filter: type })} load={() => policies(type)} empty={{ title: t.noPolicies, hint: t.policiesHint }}
        columns={[{ id: 'name', header: t.name, text: (p) => p.Name ?? '', cell: (p) => <Link href={href('organizations', 'policies', p.Id ?? '')}>{p.Name}</Link> }, { id: 'id', header: t.id, text: (p) => p.Id ?? '' }, { id: 'description', header: t.description, text: (p) => p.Description ?? '' }, { id: 'aws', header: t.byAws, text: (p) => (p.AwsManaged ? t.yes : t.no) }]}
        actions={(reload) => <Action label={t.createPolicy} primary wide after={reload} done={t.policyThere} fields={[{ name: 'name', label: t.name }, documentField('content', type, type === 'TAG_POLICY' ? '{\n  "tags": {}\n}' : DENY)]} command={(v) => cli('organizations create-policy', { name: v.name, type, content: v.content }) + " --description ''"} run={(v) => org().send(new CreatePolicyCommand({ Name: v.name, Type: type, Description: '', Content: v.content }))} />}
      />
    </SpaceBetween>
  );
}

export function PolicyPage({ id }: { id: string }) {
  const policy = useLoad(async () => {
    const [found, targets, top] = await Promise.all([
      org().send(new DescribePolicyCommand({ PolicyId: id })),
      pages<PolicyTargetSummary>(async (NextToken) => { const r = await org().send(new ListTargetsForPolicyCommand({ PolicyId: id, NextToken })); return [r.Targets, r.NextToken]; }),
      tree(),
    ]);
    return { policy: found.Policy, targets, places: placesOf(top, true) };
  }, [id]);
  return (
    <Show of={policy}>
      {({ policy: found, targets, places }) => {
        const summary = found?.PolicySummary;
        const text = JSON.stringify(JSON.parse(found?.Content ?? '{}'), null, 2);
        return (
          <SpaceBetween size="m">
            <Header variant="h1" description={summary?.Description} actions={<SpaceBetween direction="horizontal" size="xs">
              <Cli command={cli('organizations describe-policy', { 'policy-id': id })} />
              {!summary?.AwsManaged && <Action label={t.edit} wide after={policy.reload} done={t.changed} fields={[documentField('content', summary?.Type, text)]} command={(v) => cli('organizations update-policy', { 'policy-id': id, content: v.content })} run={(v) => org().send(new UpdatePolicyCommand({ PolicyId: id, Content: v.content }))} />}
              <Action label={t.attach} primary after={policy.reload} done={t.attached} fields={[{ name: 'target', label: t.target, options: places.filter((place) => !targets.some((target) => target.TargetId === place.value)) }]} command={(v) => cli('organizations attach-policy', { 'policy-id': id, 'target-id': v.target })} run={(v) => org().send(new AttachPolicyCommand({ PolicyId: id, TargetId: v.target }))} />
              {!summary?.AwsManaged && <Action label={t.remove} done={t.gone} after={() => go('organizations', 'policies')} command={() => cli('organizations delete-policy', { 'policy-id': id })} run={() => org().send(new DeletePolicyCommand({ PolicyId: id }))} />}
            </SpaceBetween>}>{summary?.Name}</Header>
            <Container header={<Header variant="h2">{t.attachedTo}</Header>}>{targets.length === 0 ? t.nowhere : targets.map((target) => <div key={target.TargetId}><Link href={href('organizations', 'targets', target.TargetId ?? '')}>{target.Name}</Link> {target.TargetId}</div>)}</Container>
            <Container header={<Header variant="h2">{t.document}</Header>}><SpaceBetween size="s"><Code text={text} />{summary?.Type === 'SERVICE_CONTROL_POLICY' && <Findings of={checkGuardrail(text)} />}</SpaceBetween></Container>
          </SpaceBetween>
        );
      }}
    </Show>
  );
}
