// What several pages ask Organizations.
import { type Account, DescribeAccountCommand, DescribeOrganizationalUnitCommand, DescribePolicyCommand, ListAccountsForParentCommand, ListOrganizationalUnitsForParentCommand, ListParentsCommand, ListPoliciesCommand, ListPoliciesForTargetCommand, ListRootsCommand, OrganizationsClient, type OrganizationalUnit, type PolicySummary, type PolicyType } from '@aws-sdk/client-organizations';
import { client, pages } from '../../app/aws';
import type { Level } from './levels';

export const org = () => client(OrganizationsClient);
export const TYPES: PolicyType[] = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY', 'TAG_POLICY'];

export interface Unit { id: string; name: string; units: Unit[]; accounts: Account[] }

async function unit(id: string, name: string): Promise<Unit> {
  const [units, accounts] = await Promise.all([
    pages<OrganizationalUnit>(async (NextToken) => { const r = await org().send(new ListOrganizationalUnitsForParentCommand({ ParentId: id, NextToken })); return [r.OrganizationalUnits, r.NextToken]; }),
    pages<Account>(async (NextToken) => { const r = await org().send(new ListAccountsForParentCommand({ ParentId: id, NextToken })); return [r.Accounts, r.NextToken]; }),
  ]);
  return { id, name, accounts, units: await Promise.all(units.map((u) => unit(u.Id ?? '', u.Name ?? ''))) };
}

/** The whole organization, from the root. */
export async function tree(): Promise<Unit> {
  const root = (await org().send(new ListRootsCommand({}))).Roots?.[0];
  return unit(root?.Id ?? '', root?.Name ?? 'Root');
}

export interface Place { value: string; label: string; description: string }

/** Units, and accounts if wanted, with the way to each: `Root / Production / web`. */
export function placesOf(top: Unit, withAccounts: boolean, before = ''): Place[] {
  const way = before ? `${before} / ${top.name}` : top.name;
  return [
    { value: top.id, label: way, description: top.id },
    ...(withAccounts ? top.accounts.map((account) => ({ value: account.Id ?? '', label: `${way} / ${account.Name}`, description: account.Id ?? '' })) : []),
    ...top.units.flatMap((child) => placesOf(child, withAccounts, way)),
  ];
}

export const policies = (Filter: PolicyType): Promise<PolicySummary[]> => pages(async (NextToken) => { const r = await org().send(new ListPoliciesCommand({ Filter, NextToken })); return [r.Policies, r.NextToken]; });

async function nameOf(id: string): Promise<string> {
  if (/^\d{12}$/.test(id)) return (await org().send(new DescribeAccountCommand({ AccountId: id }))).Account?.Name ?? id;
  if (id.startsWith('ou-')) return (await org().send(new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: id }))).OrganizationalUnit?.Name ?? id;
  return 'Root';
}

/** From the root to an account or unit, with the service control policies of each level, formatted so that lines tell where a statement stands. */
export async function levels(id: string): Promise<Level[]> {
  const way = [id];
  while (!way[0]?.startsWith('r-')) {
    const parent = (await org().send(new ListParentsCommand({ ChildId: way[0] }))).Parents?.[0]?.Id;
    if (!parent) break;
    way.unshift(parent);
  }
  return Promise.all(way.map(async (one): Promise<Level> => {
    const attached = await pages<PolicySummary>(async (NextToken) => { const r = await org().send(new ListPoliciesForTargetCommand({ TargetId: one, Filter: 'SERVICE_CONTROL_POLICY', NextToken })); return [r.Policies, r.NextToken]; });
    const found = await Promise.all(attached.map(async (policy) => ({ id: policy.Id ?? '', name: policy.Name ?? '', content: JSON.stringify(JSON.parse((await org().send(new DescribePolicyCommand({ PolicyId: policy.Id }))).Policy?.Content ?? '{}'), null, 2) })));
    return { id: one, name: await nameOf(one), policies: found };
  }));
}
