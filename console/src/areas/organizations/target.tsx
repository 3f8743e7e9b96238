import { AttachPolicyCommand, DeleteOrganizationalUnitCommand, DescribeAccountCommand, DescribeEffectivePolicyCommand, DescribeOrganizationalUnitCommand, DetachPolicyCommand, ListPoliciesForTargetCommand, UpdateOrganizationalUnitCommand } from '@aws-sdk/client-organizations';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { Action } from '../../app/action';
import { trouble } from '../../app/aws';
import { cli } from '../../app/cli';
import { when } from '../../app/language';
import { Cli, Code, Facts, Show, useLoad } from '../../app/parts';
import { go, href } from '../../app/router';
import { Rows } from '../../app/table';
import { TYPES, levels, org, policies } from './data';
import type { Level } from './levels';
import { t } from './texts';

export function Target({ id }: { id: string }) {
  const target = useLoad(async () => {
    const isAccount = /^\d{12}$/.test(id);
    const account = isAccount ? (await org().send(new DescribeAccountCommand({ AccountId: id }))).Account : undefined;
    const unit = id.startsWith('ou-') ? (await org().send(new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: id }))).OrganizationalUnit : undefined;
    const attached = await Promise.all(TYPES.map(async (type) => ({ type, found: (await org().send(new ListPoliciesForTargetCommand({ TargetId: id, Filter: type }))).Policies ?? [] })));
    const all = (await Promise.all(TYPES.map((type) => policies(type)))).flat();
    const effective = !isAccount ? '' : await org().send(new DescribeEffectivePolicyCommand({ PolicyType: 'TAG_POLICY', TargetId: id })).then((r) => r.EffectivePolicy?.PolicyContent ?? '', (error: unknown) => trouble(error).message);
    return { account, unit, attached, all, effective, way: await levels(id) };
  }, [id]);
  return (
    <Show of={target}>
      {({ account, unit, attached, all, effective, way }) => (
        <SpaceBetween size="m">
          <Header variant="h1" actions={<SpaceBetween direction="horizontal" size="xs">
            <Cli command={cli('organizations list-policies-for-target', { 'target-id': id, filter: 'SERVICE_CONTROL_POLICY' })} />
            <Button href={href('organizations', 'simulate', id)}>{t.simulate}</Button>
            {unit && <Action label={t.renameUnit} after={target.reload} done={t.unitRenamed} fields={[{ name: 'name', label: t.name, initial: unit.Name }]} command={(v) => cli('organizations update-organizational-unit', { 'organizational-unit-id': id, name: v.name })} run={(v) => org().send(new UpdateOrganizationalUnitCommand({ OrganizationalUnitId: id, Name: v.name }))} />}
            {unit && <Action label={t.deleteUnit} done={t.unitGone} after={() => go('organizations', 'tree')} command={() => cli('organizations delete-organizational-unit', { 'organizational-unit-id': id })} run={() => org().send(new DeleteOrganizationalUnitCommand({ OrganizationalUnitId: id }))} />}
            <Action
              label={t.attachPolicy} primary after={target.reload} done={t.attached} fields={[{ name: 'policy', label: t.policy, options: all.map((policy) => ({ value: policy.Id ?? '', label: policy.Name ?? '', description: t.types[policy.Type ?? ''] ?? policy.Type ?? '' })) }]}
              command={(v) => cli('organizations attach-policy', { 'policy-id': v.policy, 'target-id': id })} run={(v) => org().send(new AttachPolicyCommand({ PolicyId: v.policy, TargetId: id }))}
            />
          </SpaceBetween>}>{account?.Name ?? unit?.Name ?? id}</Header>
          <Facts title={t.facts} facts={[[t.id, id], [t.parent, way.length > 1 && <Link key="parent" href={href('organizations', 'targets', way.at(-2)?.id ?? '')}>{way.at(-2)?.name}</Link>], [t.mail, account?.Email], [t.status, account?.Status], [t.joined, when(account?.JoinedTimestamp)]]} />
          {attached.map(({ type, found }) => (
            <Container key={type} header={<Header variant="h2">{t.types[type]}</Header>}>
              {found.length === 0 && <Box>{t.noneAttached}</Box>}
              <SpaceBetween size="xs">{found.map((p) => (
                <SpaceBetween key={p.Id} direction="horizontal" size="s"><Link href={href('organizations', 'policies', p.Id ?? '')}>{p.Name}</Link><Action label={t.detach} ariaLabel={t.detachOf(p.Name ?? '')} after={target.reload} done={t.detached} command={() => cli('organizations detach-policy', { 'policy-id': p.Id, 'target-id': id })} run={() => org().send(new DetachPolicyCommand({ PolicyId: p.Id, TargetId: id }))} /></SpaceBetween>
              ))}</SpaceBetween>
            </Container>
          ))}
          <Rows<Level>
            id="org-levels" title={t.guardrails} level={2} description={t.guardrailsHint} items={way} command={cli('organizations list-policies-for-target', { 'target-id': id, filter: 'SERVICE_CONTROL_POLICY' })} empty={{ title: t.noPolicies, hint: '' }}
            columns={[{ id: 'level', header: t.level, text: (l) => l.name, cell: (l) => <Link href={href('organizations', 'targets', l.id)}>{l.name}</Link> }, { id: 'policies', header: t.levelPolicies, text: (l) => l.policies.map((p) => p.name).join(', ') }]}
          />
          {effective && <Container header={<Header variant="h2">{t.effectiveTags}</Header>}><Code text={effective} /></Container>}
        </SpaceBetween>
      )}
    </Show>
  );
}
