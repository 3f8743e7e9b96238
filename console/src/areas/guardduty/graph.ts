// Who, from where, on what: the graph of a finding, and where its parts are drawn.
import type { Finding } from '@aws-sdk/client-guardduty';

export type Kind = 'address' | 'principal' | 'resource';
export interface Node { id: string; kind: Kind; label: string; detail: string }
export interface Edge { from: string; to: string; calls: string[]; count: number; refused: number }
export interface Graph { nodes: Node[]; edges: Edge[] }

export interface Moment { time: string; what: string; eventId?: string }
export interface Evidence { rule?: string; techniques: string[]; resources: string[]; detail?: string; timeline: Moment[]; unusual: { of: string; expected: string; seen: string }[]; lists: string[]; sample: boolean }

/** What an event of CloudTrail adds to a moment of the timeline. */
export interface Call { id: string; name: string; address: string; error: string; resources: string[] }

/** What the engine says beside GuardDuty's own fields. A finding of another engine has none of it. */
export function evidence(finding: Finding): Evidence {
  const service = finding.Service as { AdditionalInfo?: { Value?: string }; Evidence?: { ThreatIntelligenceDetails?: { ThreatListName?: string }[] } } | undefined;
  let said: Record<string, unknown> = {};
  try {
    said = (JSON.parse(service?.AdditionalInfo?.Value ?? '{}') as Record<string, unknown> | null) ?? {};
  } catch {
    // A text of another engine: it is shown with the finding itself.
  }
  const list = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : []);
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return {
    rule: text(said.rule), detail: text(said.detail), techniques: list(said.techniques), resources: list(said.resources), timeline: list(said.timeline),
    unusual: list<Record<string, unknown>>(said.unusual).map((u) => ({ of: String(u.of), expected: words(u.expected), seen: words(u.seen) })),
    lists: list<{ ThreatListName?: string }>(service?.Evidence?.ThreatIntelligenceDetails).flatMap((d) => d.ThreatListName ?? []),
    sample: said.sample === true,
  };
}

const words = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : String(value ?? ''));

/** The addresses that the finding itself names. */
function remotes(finding: Finding): string[] {
  const action = finding.Service?.Action;
  const details = [action?.AwsApiCallAction?.RemoteIpDetails, action?.NetworkConnectionAction?.RemoteIpDetails, ...(action?.PortProbeAction?.PortProbeDetails ?? []).map((probe) => probe.RemoteIpDetails)] as ({ IpAddressV4?: string; IpAddressV6?: string } | undefined)[];
  const named = details.flatMap((one) => one?.IpAddressV4 ?? one?.IpAddressV6 ?? []);
  return [...named, action?.AwsApiCallAction?.DomainDetails?.Domain, action?.DnsRequestAction?.Domain].filter((one): one is string => Boolean(one));
}

/** The graph of a finding. Calls that were looked up tell which address touched which resource; without them all of its addresses touched all. */
export function graph(finding: Finding, said: Evidence, calls: Call[]): Graph {
  const nodes = new Map<string, Node>();
  const edges = new Map<string, Edge>();
  const node = (kind: Kind, label: string, detail = '') => {
    const id = `${kind} ${label}`;
    if (!nodes.has(id)) nodes.set(id, { id, kind, label, detail });
    return id;
  };
  const edge = (from: string, to: string, call: string, refused: boolean) => {
    const id = `${from}|${to}`;
    const known = edges.get(id) ?? { from, to, calls: [], count: 0, refused: 0 };
    if (call && !known.calls.includes(call)) known.calls.push(call);
    edges.set(id, { ...known, count: known.count + 1, refused: known.refused + (refused ? 1 : 0) });
  };
  const key = finding.Resource?.AccessKeyDetails;
  const instance = finding.Resource?.InstanceDetails?.InstanceId;
  const who = node('principal', key?.UserName ?? instance ?? finding.AccountId ?? '', key ? [key.UserType, key.AccessKeyId].filter(Boolean).join(' · ') : '');
  const of = new Set(said.timeline.map((moment) => moment.eventId).filter(Boolean));
  const mine = calls.filter((call) => of.has(call.id));
  for (const call of mine) {
    edge(node('address', call.address), who, call.name, call.error !== '');
    for (const resource of call.resources.length > 0 ? call.resources : said.resources) if (resource !== nodes.get(who)?.label) edge(who, node('resource', resource), call.name, call.error !== '');
  }
  const api = finding.Service?.Action?.AwsApiCallAction?.Api ?? finding.Service?.Action?.ActionType ?? '';
  const refused = Boolean(finding.Service?.Action?.AwsApiCallAction?.ErrorCode);
  for (const address of remotes(finding)) if (!nodes.has(`address ${address}`)) edge(node('address', address), who, api, refused);
  const buckets = (finding.Resource?.S3BucketDetails ?? []).flatMap((bucket) => bucket.Name ?? []);
  // The engine may say a name where the event says an ARN.
  const known = (name: string) => [...nodes.values()].some((one) => one.kind === 'resource' && (one.label === name || one.label.endsWith(`/${name}`) || one.label.endsWith(`:${name}`)));
  for (const resource of [...said.resources, ...buckets]) if (!known(resource) && !nodes.has(`resource ${resource}`)) edge(who, node('resource', resource), api, refused);
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

export interface Placed extends Node { x: number; y: number }

export const BOX = { width: 220, height: 52, gap: 22, between: 130 };
const COLUMNS: Kind[] = ['address', 'principal', 'resource'];

/** Addresses to the left, the principal in the middle, resources to the right; each column around the middle of the highest. */
export function placed(of: Graph): { nodes: Placed[]; width: number; height: number } {
  const columns = COLUMNS.map((kind) => of.nodes.filter((one) => one.kind === kind)).filter((column) => column.length > 0);
  const tall = (count: number) => count * BOX.height + (count - 1) * BOX.gap;
  const height = Math.max(...columns.map((column) => tall(column.length)), BOX.height);
  const nodes = columns.flatMap((column, index) => column.map((one, row): Placed => ({ ...one, x: index * (BOX.width + BOX.between), y: (height - tall(column.length)) / 2 + row * (BOX.height + BOX.gap) })));
  return { nodes, width: columns.length * BOX.width + (columns.length - 1) * BOX.between, height };
}

/** `+0 s`, `+3 min 20 s`: how long after the first. */
export function after(first: string, then: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(then) - Date.parse(first)) / 1000));
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  const parts = [days && `${days} d`, hours && `${hours} h`, minutes && `${minutes} min`, (seconds % 60 || seconds === 0) && `${seconds % 60} s`].filter(Boolean);
  return `+${parts.slice(0, 2).join(' ')}`;
}
