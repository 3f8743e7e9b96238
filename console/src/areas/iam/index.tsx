import {
  AddUserToGroupCommand, AttachRolePolicyCommand, AttachUserPolicyCommand, CreateAccessKeyCommand, CreateGroupCommand, CreateLoginProfileCommand, CreatePolicyCommand,
  CreatePolicyVersionCommand, CreateRoleCommand, CreateUserCommand, DeleteAccessKeyCommand, DeleteGroupCommand, DeletePolicyCommand, DeleteRoleCommand, DeleteUserCommand,
  DetachRolePolicyCommand, DetachUserPolicyCommand, GetPolicyCommand, GetPolicyVersionCommand, GetRoleCommand, GetUserCommand, type Group, IAMClient, ListAccessKeysCommand,
  ListAttachedRolePoliciesCommand, ListAttachedUserPoliciesCommand, ListGroupsCommand, ListGroupsForUserCommand, ListMFADevicesCommand, ListPoliciesCommand, ListRolesCommand,
  ListUsersCommand, type Policy, type Role, SimulatePrincipalPolicyCommand, UpdateAccessKeyCommand, UpdateAssumeRolePolicyCommand, type User, type EvaluationResult,
} from '@aws-sdk/client-iam';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import { client, pages, trouble } from '../../app/aws';
import { cli } from '../../app/cli';
import { Explained, failed, succeeded } from '../../app/notices';
import { Action } from '../../app/action';
import { moment, when } from '../../app/language';
import { Cli, Code, Facts, Heading, Show, useLoad } from '../../app/parts';
import { ResourceTable } from '../../app/table';
import { PolicyEditor, findingsOf } from '../../app/policy/PolicyEditor';
import type { Kind } from '../../app/policy/document';
import { t as frame } from '../../app/texts';
import { go, href } from '../../app/router';
import { identity } from '../../app/session';
import { AssignMfa } from './Mfa';
import { WhoCan } from './WhoCan';
import { t } from './texts';

const iam = () => client(IAMClient);
const ALLOW = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:ListAllMyBuckets'], Resource: '*' }] }, null, 2);

export default function Iam({ path }: { path: string[] }) {
  const [kind, name] = path;
  if (kind === 'users') return name ? <UserPage key={name} name={name} /> : <Users />;
  if (kind === 'groups') return <Groups />;
  if (kind === 'roles') return name ? <RolePage key={name} name={name} /> : <Roles />;
  if (kind === 'policies' && name === 'create') return <CreatePolicy />;
  if (kind === 'policies') return name ? <PolicyPage key={name} arn={name} /> : <Policies />;
  if (kind === 'who') return <WhoCan />;
  if (kind === 'simulate') return <Simulate key={name} principal={name ?? ''} />;
  return <Users />;
}

function Users() {
  return (
    <ResourceTable<User>
      id="users" beside={{ key: (u) => u.UserName ?? '', name: (u) => u.UserName ?? '', show: (name) => <UserPage name={name} /> }} title={t.users} command={cli('iam list-users')}
      load={() => pages(async (Marker) => { const r = await iam().send(new ListUsersCommand({ Marker, MaxItems: 1000 })); return [r.Users, r.Marker]; })}
      empty={{ title: t.noUsers, hint: t.giveEachPersonA }}
      columns={[
        { id: 'name', header: t.userName, text: (u) => u.UserName ?? '', cell: (u) => <Link href={href('iam', 'users', u.UserName ?? '')}>{u.UserName}</Link> },
        { id: 'path', header: t.path, text: (u) => u.Path ?? '' },
        { id: 'password', header: t.passwordLastUsed, text: (u) => when(u.PasswordLastUsed) },
        { id: 'created', header: t.created, text: (u) => when(u.CreateDate) },
        { id: 'arn', header: t.arn, text: (u) => u.Arn ?? '' },
      ]}
      actions={(reload) => <Action label={t.createUser} primary after={reload} done={t.theUserIsThere} fields={[{ name: 'name', label: t.userName }]} command={(v) => cli('iam create-user', { 'user-name': v.name })} run={(v) => iam().send(new CreateUserCommand({ UserName: v.name }))} />}
    />
  );
}

function UserPage({ name }: { name: string }) {
  const user = useLoad(async () => {
    const [found, keys, mfa, groups, attached] = await Promise.all([
      iam().send(new GetUserCommand({ UserName: name })), iam().send(new ListAccessKeysCommand({ UserName: name })), iam().send(new ListMFADevicesCommand({ UserName: name })),
      iam().send(new ListGroupsForUserCommand({ UserName: name })), iam().send(new ListAttachedUserPoliciesCommand({ UserName: name })),
    ]);
    return { facts: found.User, keys: keys.AccessKeyMetadata ?? [], mfa: mfa.MFADevices ?? [], groups: groups.Groups ?? [], attached: attached.AttachedPolicies ?? [] };
  }, [name]);
  const [secret, setSecret] = useState('');
  return (
    <Show of={user}>
      {({ facts, keys, mfa, groups, attached }) => (
        <SpaceBetween size="m">
          <Heading actions={<SpaceBetween direction="horizontal" size="xs">
            <Cli command={cli('iam get-user', { 'user-name': name })} />
            <Button href={href('iam', 'simulate', facts?.Arn ?? '')}>{t.wouldThisBeDenied}</Button>
            <AssignMfa user={name} after={user.reload} />
            <Action label={t.setPassword} after={user.reload} done={t.theUserCanSign} fields={[{ name: 'password', label: t.password, secret: true }]} command={(v) => cli('iam create-login-profile', { 'user-name': name, password: v.password })} run={(v) => iam().send(new CreateLoginProfileCommand({ UserName: name, Password: v.password }))} />
            <Action label={t.deleteIt} done={t.theUserIsGone} text={t.keysPoliciesAndGroups} after={() => go('iam', 'users')} command={() => cli('iam delete-user', { 'user-name': name })} run={() => iam().send(new DeleteUserCommand({ UserName: name }))} />
          </SpaceBetween>}>{name}</Heading>
          <Facts title={t.facts} facts={[[t.arn, facts?.Arn], [t.created, when(facts?.CreateDate)], [t.passwordLastUsed, when(facts?.PasswordLastUsed)], [t.mfaDevices, mfa.length ? mfa.map((d) => d.SerialNumber).join(', ') : t.noMfa], [t.permissionsBoundary, facts?.PermissionsBoundary?.PermissionsBoundaryArn], [t.groups, groups.map((g) => g.GroupName).join(', ')]]}
            actions={<Action label={t.addToGroup} after={user.reload} done={t.theUserIsIn} fields={[{ name: 'group', label: t.groupName }]} command={(v) => cli('iam add-user-to-group', { 'user-name': name, 'group-name': v.group })} run={(v) => iam().send(new AddUserToGroupCommand({ UserName: name, GroupName: v.group }))} />} />
          {secret && <Alert type="success" header={t.theSecretIsShown} dismissible dismissAriaLabel={t.close} onDismiss={() => setSecret('')}><Code text={secret} /></Alert>}
          <Container header={<Heading level={2} actions={<Action label={t.createAccessKey} after={user.reload} done={t.theKeyIsThere} text={t.peopleShouldSignIn} command={() => cli('iam create-access-key', { 'user-name': name })} run={async () => { const r = await iam().send(new CreateAccessKeyCommand({ UserName: name })); setSecret(`${r.AccessKey?.AccessKeyId}\n${r.AccessKey?.SecretAccessKey}`); }} />}>{t.accessKeys}</Heading>}>
            {keys.length === 0 && <Box>{t.none}</Box>}
            <SpaceBetween size="s">
              {keys.map((key) => {
                const next = key.Status === 'Active' ? 'Inactive' : 'Active';
                return <SpaceBetween key={key.AccessKeyId} direction="horizontal" size="s">
                  <Box padding={{ top: 'xxs' }}>{key.AccessKeyId} · {key.Status} · {moment(key.CreateDate)}</Box>
                  <Action label={next === 'Active' ? t.activate : t.deactivate} after={user.reload} done={t.theKeyIsChanged} command={() => cli('iam update-access-key', { 'user-name': name, 'access-key-id': key.AccessKeyId, status: next })} run={() => iam().send(new UpdateAccessKeyCommand({ UserName: name, AccessKeyId: key.AccessKeyId, Status: next }))} />
                  <Action label={t.deleteKey} after={user.reload} done={t.theKeyIsGone} command={() => cli('iam delete-access-key', { 'user-name': name, 'access-key-id': key.AccessKeyId })} run={() => iam().send(new DeleteAccessKeyCommand({ UserName: name, AccessKeyId: key.AccessKeyId }))} />
                </SpaceBetween>;
              })}
            </SpaceBetween>
          </Container>
          <Attached list={attached} reload={user.reload} option="user" name={name} attach={(arn) => iam().send(new AttachUserPolicyCommand({ UserName: name, PolicyArn: arn }))} detach={(arn) => iam().send(new DetachUserPolicyCommand({ UserName: name, PolicyArn: arn }))} />
        </SpaceBetween>
      )}
    </Show>
  );
}

function Attached({ list, reload, option, name, attach, detach }: { list: { PolicyName?: string; PolicyArn?: string }[]; reload: () => void; option: string; name: string; attach: (arn: string) => Promise<unknown>; detach: (arn: string) => Promise<unknown> }) {
  return (
    <Container header={<Heading level={2} actions={<Action label={t.attachPolicy} after={reload} done={t.thePolicyIsAttached} fields={[{ name: 'arn', label: t.policyArn, hint: t.suchAsArnAws }]} command={(v) => cli(`iam attach-${option}-policy`, { [`${option}-name`]: name, 'policy-arn': v.arn })} run={(v) => attach(v.arn ?? '')} />}>{t.attachedPolicies}</Heading>}>
      {list.length === 0 && <Box>{t.noneNothingIsAllowed}</Box>}
      <SpaceBetween size="s">
        {list.map((policy) => (
          <SpaceBetween key={policy.PolicyArn} direction="horizontal" size="s">
            <Link href={href('iam', 'policies', policy.PolicyArn ?? '')}>{policy.PolicyName}</Link>
            <Action label={t.detach} after={reload} done={t.thePolicyIsDetached} text={policy.PolicyArn} command={() => cli(`iam detach-${option}-policy`, { [`${option}-name`]: name, 'policy-arn': policy.PolicyArn })} run={() => detach(policy.PolicyArn ?? '')} />
          </SpaceBetween>
        ))}
      </SpaceBetween>
    </Container>
  );
}

function Groups() {
  return (
    <ResourceTable<Group>
      id="groups" title={t.groups} command={cli('iam list-groups')}
      load={() => pages(async (Marker) => { const r = await iam().send(new ListGroupsCommand({ Marker, MaxItems: 1000 })); return [r.Groups, r.Marker]; })}
      empty={{ title: t.noGroups, hint: t.aGroupGivesThe }}
      columns={[{ id: 'name', header: t.groupName, text: (g) => g.GroupName ?? '' }, { id: 'path', header: t.path, text: (g) => g.Path ?? '' }, { id: 'created', header: t.created, text: (g) => when(g.CreateDate) }, { id: 'arn', header: t.arn, text: (g) => g.Arn ?? '' }]}
      actions={(reload) => <>
        <Action label={t.deleteGroup} after={reload} done={t.theGroupIsGone} fields={[{ name: 'name', label: t.groupName }]} command={(v) => cli('iam delete-group', { 'group-name': v.name })} run={(v) => iam().send(new DeleteGroupCommand({ GroupName: v.name }))} />
        <Action label={t.createGroup} primary after={reload} done={t.theGroupIsThere} fields={[{ name: 'name', label: t.groupName }]} command={(v) => cli('iam create-group', { 'group-name': v.name })} run={(v) => iam().send(new CreateGroupCommand({ GroupName: v.name }))} />
      </>}
    />
  );
}

function Roles() {
  const trust = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: identity().account }, Action: 'sts:AssumeRole' }] }, null, 2);
  return (
    <ResourceTable<Role>
      id="roles" beside={{ key: (r) => r.RoleName ?? '', name: (r) => r.RoleName ?? '', show: (name) => <RolePage name={name} /> }} title={t.roles} command={cli('iam list-roles')}
      load={() => pages(async (Marker) => { const r = await iam().send(new ListRolesCommand({ Marker, MaxItems: 1000 })); return [r.Roles, r.Marker]; })}
      empty={{ title: t.noRoles, hint: t.aRoleIsAssumed }}
      columns={[{ id: 'name', header: t.roleName, text: (r) => r.RoleName ?? '', cell: (r) => <Link href={href('iam', 'roles', r.RoleName ?? '')}>{r.RoleName}</Link> }, { id: 'description', header: t.description, text: (r) => r.Description ?? '' }, { id: 'path', header: t.path, text: (r) => r.Path ?? '' }, { id: 'created', header: t.created, text: (r) => when(r.CreateDate) }]}
      actions={(reload) => <Action label={t.createRole} primary wide after={reload} done={t.theRoleIsThere} fields={[{ name: 'name', label: t.roleName }, { name: 'trust', label: t.trustPolicy, initial: trust, edit: (text, change, refused) => <PolicyEditor label={t.trustPolicy} kind="trust" text={text} change={change} saved={trust} refused={refused} /> }]} command={(v) => cli('iam create-role', { 'role-name': v.name, 'assume-role-policy-document': v.trust })} run={(v) => iam().send(new CreateRoleCommand({ RoleName: v.name, AssumeRolePolicyDocument: v.trust }))} />}
    />
  );
}

function RolePage({ name }: { name: string }) {
  const role = useLoad(async () => {
    const [found, attached] = await Promise.all([iam().send(new GetRoleCommand({ RoleName: name })), iam().send(new ListAttachedRolePoliciesCommand({ RoleName: name }))]);
    return { facts: found.Role, attached: attached.AttachedPolicies ?? [] };
  }, [name]);
  return (
    <Show of={role}>
      {({ facts, attached }) => (
        <SpaceBetween size="m">
          <Heading description={facts?.Description} actions={<SpaceBetween direction="horizontal" size="xs">
            <Cli command={cli('iam get-role', { 'role-name': name })} />
            <Button href={href('iam', 'simulate', facts?.Arn ?? '')}>{t.wouldThisBeDenied}</Button>
            <Action label={t.deleteIt} done={t.theRoleIsGone} text={t.policiesMustBeDetached} after={() => go('iam', 'roles')} command={() => cli('iam delete-role', { 'role-name': name })} run={() => iam().send(new DeleteRoleCommand({ RoleName: name }))} />
          </SpaceBetween>}>{name}</Heading>
          <Facts title={t.facts} facts={[[t.arn, facts?.Arn], [t.created, when(facts?.CreateDate)], [t.longestSession, `${(facts?.MaxSessionDuration ?? 3600) / 3600} h`], [t.permissionsBoundary, facts?.PermissionsBoundary?.PermissionsBoundaryArn], [t.lastUsed, when(facts?.RoleLastUsed?.LastUsedDate)]]} />
          <Editor title={t.trustPolicy} kind="trust" text={pretty(facts?.AssumeRolePolicyDocument)} command={(text) => cli('iam update-assume-role-policy', { 'role-name': name, 'policy-document': text })} save={(text) => iam().send(new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument: text }))} />
          <Attached list={attached} reload={role.reload} option="role" name={name} attach={(arn) => iam().send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn: arn }))} detach={(arn) => iam().send(new DetachRolePolicyCommand({ RoleName: name, PolicyArn: arn }))} />
        </SpaceBetween>
      )}
    </Show>
  );
}

function pretty(encoded?: string): string {
  const text = encoded?.startsWith('%') ? decodeURIComponent(encoded) : (encoded ?? '');
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** A policy that can be changed and saved. */
function Editor({ title, text, save, command, kind }: { title: string; text: string; save?: (text: string) => Promise<unknown>; command: (text: string) => string; kind: Kind }) {
  const [draft, setDraft] = useState(text);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string>();
  const findings = findingsOf(draft, kind);
  const change = (next: string) => { setDraft(next); setRefused(undefined); };
  async function run() {
    setBusy(true);
    try {
      await save?.(draft);
      succeeded(t.policySaved);
    } catch (error) {
      if (/Malformed/.test(trouble(error).code)) setRefused(trouble(error).message);
      failed(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Container header={<Heading level={2} actions={<SpaceBetween direction="horizontal" size="xs"><Cli command={command(draft)} />{save && <Button variant="primary" loading={busy} loadingText={t.saving} disabled={draft === text || findings.some((f) => f.severity === 'error')} onClick={run}>{t.save}</Button>}</SpaceBetween>}>{title}</Heading>}>
      <PolicyEditor label={title} kind={kind} text={draft} change={save && change} saved={text} refused={refused} />
    </Container>
  );
}

/** A new policy, written as a form or as JSON. */
function CreatePolicy() {
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [draft, setDraft] = useState(ALLOW);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const faulty = findingsOf(draft, 'identity').some((finding) => finding.severity === 'error');
  async function run() {
    setBusy(true);
    setError(undefined);
    try {
      const made = await iam().send(new CreatePolicyCommand({ PolicyName: name.trim(), PolicyDocument: draft, Description: description || undefined }));
      succeeded(t.thePolicyIsThere);
      go('iam', 'policies', made.Policy?.Arn ?? '');
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  }
  return (
    <SpaceBetween size="m">
      <Header variant="h1" description={t.aPolicySaysWhich} actions={<SpaceBetween direction="horizontal" size="xs">
        <Cli command={cli('iam create-policy', { 'policy-name': name, description, 'policy-document': draft })} />
        <Button href={href('iam', 'policies')}>{frame.cancel}</Button>
        <Button variant="primary" loading={busy} loadingText={t.saving} disabled={faulty || !name.trim()} onClick={run}>{t.createPolicy}</Button>
      </SpaceBetween>}>{t.createPolicy}</Header>
      {error !== undefined && <Alert type="error" header={frame.failed}><Explained error={error} /></Alert>}
      <Container>
        <div className="side-by-side">
          <FormField label={t.policyName} stretch><Input name="name" value={name} onChange={({ detail }) => setName(detail.value)} /></FormField>
          <FormField label={t.description} description={t.descriptionHint} stretch><Input name="description" value={description} onChange={({ detail }) => setDescription(detail.value)} /></FormField>
        </div>
      </Container>
      <Container header={<Header variant="h2">{t.policyDocument}</Header>}>
        <PolicyEditor label={t.policyDocument} kind="identity" text={draft} change={(text) => { setError(undefined); setDraft(text); }} saved={ALLOW} refused={error !== undefined && /Malformed/.test(trouble(error).code) ? trouble(error).message : undefined} />
      </Container>
    </SpaceBetween>
  );
}

function Policies() {
  const [scope, setScope] = useState<'Local' | 'AWS'>('Local');
  return (
    <ResourceTable<Policy>
      id="policies" beside={{ key: (p) => p.Arn ?? '', name: (p) => p.PolicyName ?? '', show: (arn) => <PolicyPage arn={arn} /> }} title={scope === 'Local' ? t.customerPolicies : t.awsPolicies} on={[scope]} command={cli('iam list-policies', { scope })}
      load={() => pages(async (Marker) => { const r = await iam().send(new ListPoliciesCommand({ Marker, MaxItems: 1000, Scope: scope })); return [r.Policies, r.Marker]; })}
      empty={{ title: t.noPolicies, hint: t.aPolicySaysWhich }}
      columns={[{ id: 'name', header: t.policyName, text: (p) => p.PolicyName ?? '', cell: (p) => <Link href={href('iam', 'policies', p.Arn ?? '')}>{p.PolicyName}</Link> }, { id: 'attached', header: t.attachedTo, text: (p) => String(p.AttachmentCount ?? 0) }, { id: 'updated', header: t.updated, text: (p) => when(p.UpdateDate) }, { id: 'arn', header: t.arn, text: (p) => p.Arn ?? '' }]}
      actions={() => <>
        <Button onClick={() => setScope(scope === 'Local' ? 'AWS' : 'Local')}>{scope === 'Local' ? t.showAws : t.showCustomer}</Button>
        <Button variant="primary" href={href('iam', 'policies', 'create')}>{t.createPolicy}</Button>
      </>}
    />
  );
}

function PolicyPage({ arn }: { arn: string }) {
  const policy = useLoad(async () => {
    const found = await iam().send(new GetPolicyCommand({ PolicyArn: arn }));
    const version = await iam().send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: found.Policy?.DefaultVersionId }));
    return { facts: found.Policy, text: pretty(version.PolicyVersion?.Document) };
  }, [arn]);
  const own = !arn.includes(':iam::aws:');
  return (
    <Show of={policy}>
      {({ facts, text }) => (
        <SpaceBetween size="m">
          <Heading description={facts?.Description} actions={own && <Action label={t.deleteIt} done={t.thePolicyIsGone} text={t.itMustBeDetached} after={() => go('iam', 'policies')} command={() => cli('iam delete-policy', { 'policy-arn': arn })} run={() => iam().send(new DeletePolicyCommand({ PolicyArn: arn }))} />}>{facts?.PolicyName}</Heading>
          <Facts title={t.facts} facts={[[t.arn, arn], [t.defaultVersion, facts?.DefaultVersionId], [t.attachedTo, String(facts?.AttachmentCount ?? 0)]]} />
          <Editor key={text} title={t.policyDocument} kind="identity" text={text} command={(draft) => cli('iam create-policy-version', { 'policy-arn': arn, 'policy-document': draft }) + ' --set-as-default'} save={own ? async (draft) => { await iam().send(new CreatePolicyVersionCommand({ PolicyArn: arn, PolicyDocument: draft, SetAsDefault: true })); policy.reload(); } : undefined} />
        </SpaceBetween>
      )}
    </Show>
  );
}

function Simulate({ principal }: { principal: string }) {
  const [values, setValues] = useState({ principal, actions: 's3:GetObject', resources: '*' });
  const [results, setResults] = useState<EvaluationResult[]>();
  const [busy, setBusy] = useState(false);
  const words = (text: string) => text.split(/[\s,]+/).filter(Boolean);
  const field = (name: keyof typeof values, label: string, hint: string) => <FormField label={label} description={hint} stretch><Input name={name} value={values[name]} onChange={({ detail }) => setValues((before) => ({ ...before, [name]: detail.value }))} /></FormField>;
  async function run() {
    setBusy(true);
    try {
      const reply = await iam().send(new SimulatePrincipalPolicyCommand({ PolicySourceArn: values.principal, ActionNames: words(values.actions), ResourceArns: words(values.resources) }));
      setResults(reply.EvaluationResults ?? []);
    } catch (error) {
      failed(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <SpaceBetween size="m">
      <Header variant="h1" description={t.asksTheServersOwn} actions={<SpaceBetween direction="horizontal" size="xs"><Cli command={cli('iam simulate-principal-policy', { 'policy-source-arn': values.principal, 'action-names': words(values.actions), 'resource-arns': words(values.resources) })} /><Button variant="primary" loading={busy} loadingText={t.evaluating} disabled={!values.principal || !values.actions} onClick={run}>{t.evaluate}</Button></SpaceBetween>}>{t.wouldThisBeDenied}</Header>
      <Container><SpaceBetween size="m">{field('principal', t.principalArn, t.principalHint)}{field('actions', t.actionsLabel, t.actionsHint)}{field('resources', t.resourcesLabel, t.resourcesHint)}</SpaceBetween></Container>
      {results && (
        <Container header={<Header variant="h2">{t.result2}</Header>}>
          <SpaceBetween size="m">
            {results.map((r) => (
              <div key={`${r.EvalActionName}|${r.EvalResourceName}`}>
                <StatusIndicator type={r.EvalDecision === 'allowed' ? 'success' : 'error'}>{t.decided(r.EvalActionName ?? '', r.EvalResourceName ?? '', t.decisions[r.EvalDecision ?? ''] ?? r.EvalDecision ?? '')}</StatusIndicator>
                <Box>{r.OrganizationsDecisionDetail?.AllowedByOrganizations === false && t.organizationRefuses}{r.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false && t.boundaryRefuses}{(r.MatchedStatements ?? []).length > 0 ? `${t.decidedBy} ${r.MatchedStatements?.map((m) => t.line(m.SourcePolicyId ?? '', m.SourcePolicyType ?? '', m.StartPosition?.Line ?? 0)).join('; ')}` : r.EvalDecision === 'allowed' ? '' : t.noStatement}</Box>
              </div>
            ))}
          </SpaceBetween>
        </Container>
      )}
    </SpaceBetween>
  );
}
